import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadClassifier } from '../../classifier/src/index.ts';
import { findModelFile } from '../../scripts/program/model-option.ts';
import { findChromium, launchChromium } from '../../scripts/servers/chromium.ts';
import { openConsumer, PACKAGE } from '../helpers/consumer.ts';

const VITE = ['vite@8.4.0'];
const WEBPACK = ['webpack@5.113.0', 'webpack-cli@7.3.1'];
const TEXT = 'plenty of funny quotes but ultimately fell flat';

const executablePath = findChromium();
if (!executablePath)
  console.warn('SKIPPED: what bundlers make of the package is built and NOT run, since no Chromium is found');

let project: Awaited<ReturnType<typeof openConsumer>>;
beforeAll(async () => {
  project = await openConsumer();
});
afterAll(() => project[Symbol.asyncDispose]());

/** A program for a browser that classifies as soon as it has the model. */
const programWith = (getModelUrl: string) => `
  import { loadClassifier } from '${PACKAGE}';
  ${getModelUrl}
  const answer = await fetch(modelUrl);
  document.title = JSON.stringify(loadClassifier(await answer.arrayBuffer()).classify('${TEXT}'));
`;
const HTML = (script: string) =>
  `<!doctype html><html><head><link rel="icon" href="data:,"></head><body><script type="module" src="${script}"></script></body></html>`;

/** What the page in a folder of the project has for a title once it has classified. */
async function openInBrowser(folder: string): Promise<string> {
  const browser = await launchChromium(executablePath!);
  try {
    const page = await browser.newPage();
    const errors: unknown[] = [];
    page.on('pageerror', (error) => errors.push(error));
    const types: Record<string, string> = { '.html': 'text/html', '.js': 'text/javascript' };
    await page.route('http://consumer.test/**', async (route) => {
      const { pathname } = new URL(route.request().url());
      const body = await readFile(join(project.folder, folder, pathname));
      await route.fulfill({ body, contentType: types[extname(pathname)] ?? 'application/octet-stream' });
    });
    await page.goto('http://consumer.test/index.html');
    await expect.poll(async () => errors[0] ?? (await page.title()), { timeout: 20_000 }).not.toBe('');
    expect(errors).toEqual([]);
    return await page.title();
  } finally {
    await browser.close();
  }
}

async function expectSameResult(folder: string): Promise<void> {
  if (!executablePath) return;
  const here = loadClassifier(await readFile(findModelFile('linear')));
  expect(JSON.parse(await openInBrowser(folder))).toEqual(here.classify(TEXT));
}

test('Vite builds a page with it, and the model as an asset', async ({ skip }) => {
  if (!(await project.installIfPossible(...VITE))) return skip();
  await project.write('vite/index.html', HTML('/main.js'));
  await project.write(
    'vite/main.js',
    programWith(`import modelUrl from '${PACKAGE}/models/linear.bin?url';`),
  );
  await project.run('node', 'node_modules/vite/bin/vite.js', 'build', 'vite', '--logLevel', 'warn');
  await expectSameResult('vite/dist');
});

test('webpack builds a page with it, and the model as an asset', async ({ skip }) => {
  if (!(await project.installIfPossible(...WEBPACK))) return skip();
  await project.write('webpack/dist/index.html', HTML('/main.js'));
  await project.write(
    'webpack/main.mjs',
    programWith(`const modelUrl = new URL('${PACKAGE}/models/linear.bin', import.meta.url);`),
  );
  const output = ['--output-path', 'webpack/dist', '--output-public-path', '/', '--mode', 'production'];
  await project.run('node', 'node_modules/webpack/bin/webpack.js', './webpack/main.mjs', ...output);
  await expectSameResult('webpack/dist');
});
