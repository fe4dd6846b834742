import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { loadClassifier } from '../../classifier/src/index.ts';
import { buildPage } from '../../scripts/bundle/build-page.ts';
import { findModelFile } from '../../scripts/program/model-option.ts';
import { findChromium, launchChromium } from '../../scripts/servers/chromium.ts';

const executablePath = findChromium();
if (!executablePath) {
  console.warn('SKIPPED: the static page is NOT tested, since no Chromium is found; CHROMIUM may name one');
}

const TYPES: Record<string, string> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' };
/** A project's pages often lie below a path. */
const PATH = '/some/project/';
const TEXTS = [
  'plenty of funny quotes but ultimately fell flat',
  'It isn’t good. The zorblax is great!',
  'Ein wunderbarer Film.',
];

describe.skipIf(!executablePath).each(['recurrent', 'linear'] as const)(
  'the static page with the %s model',
  (kind) => {
    let folder: string;
    let server: Server;
    let browser: Browser;
    let page: Page;
    let missing: string[] = [];
    let requested: string[];
    let errors: string[];

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'static-page-'));
      await buildPage(kind, join(folder, 'page'));
      // A host of files and nothing else.
      server = createServer(async ({ url = '' }, response) => {
        const file = url.slice(PATH.length) || 'index.html';
        const bytes = url.startsWith(PATH) && !missing.includes(file) && (await read(file));
        response.writeHead(bytes ? 200 : 404, {
          'content-type': TYPES[extname(file)] ?? 'application/octet-stream',
        });
        response.end(bytes || undefined);
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      browser = await launchChromium(executablePath!);
    });

    afterEach(() => {
      missing = [];
    });

    afterAll(async () => {
      await browser?.close();
      server?.close();
      await rm(folder, { recursive: true });
    });

    const read = (file: string) => readFile(join(folder, 'page', file)).catch(() => undefined);
    const address = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}${PATH}`;
    const text = (id: string) => page.locator(`#${id}`).innerText();

    async function open(): Promise<void> {
      const context = await browser.newContext();
      page = await context.newPage();
      page.setDefaultTimeout(10_000);
      requested = [];
      errors = [];
      context.on('request', (request) => requested.push(request.url()));
      page.on('pageerror', (error) => errors.push(String(error)));
      page.on('console', (message) => {
        if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) {
          errors.push(message.text());
        }
      });
      await page.addInitScript({ content: axe.source });
      await page.goto(address());
    }

    test('opened as a file it says that it needs a web server, and from one it does not', async () => {
      const context = await browser.newContext();
      const opened = await context.newPage();
      await opened.goto(pathToFileURL(join(folder, 'page', 'index.html')).href);
      const note = opened.getByText('it needs a web server');
      await note.waitFor({ state: 'visible', timeout: 10_000 });
      await context.close();
      await open();
      await page.locator('.needs-server').waitFor({ state: 'detached' });
    });

    async function write(mytext: string): Promise<void> {
      await page.fill('#text', mytext);
      await page.locator('#answer[aria-busy=false]').waitFor();
    }

    /** Closes the page, of which nothing was asked but its own files, and which the browser found nothing wrong with. */
    async function close(): Promise<void> {
      const paths = requested
        .filter((url) => !url.startsWith('data:'))
        .map((url) => url.replace(address(), ''));
      expect([...new Set(paths)].sort()).toEqual(['', 'model.bin', 'page.css', 'page.js', 'worker.js']);
      expect(errors).toEqual([]);
      await page.context().close();
    }

    test('shows what the classifier finds in Node.js, and asks no one', async () => {
      const classifier = loadClassifier(await readFile(findModelFile(kind)));
      await open();
      for (const mytext of TEXTS) {
        await page.locator('#text').fill('');
        await page.locator('#text').pressSequentially(mytext, { delay: 5 });
        await page.locator('#answer[aria-busy=false]').waitFor();
        const { sentiment, probabilities, valence, explanation } = classifier.explain(mytext);
        expect((await text('sentiment')).toLowerCase()).toBe(sentiment);
        expect(await text('valence')).toBe(valence!.toFixed(2));
        const fills = await page
          .locator('#bars i')
          .evaluateAll((bars) =>
            bars.map((bar) => Number((bar as HTMLElement).style.getPropertyValue('--p'))),
          );
        expect(fills).toEqual(Object.values(probabilities));
        await page.locator('#table').evaluate((table) => table.setAttribute('open', ''));
        const rows = await page.locator('#weights tr').allInnerTexts();
        expect(rows.map((row) => row.split('\t')[0])).toEqual(explanation.map((word) => word.text));
        expect(rows.map((row) => row.split('\t')[2])).toEqual(
          explanation.map(({ weight }) => `${weight < 0 ? '−' : '+'}${Math.abs(weight).toFixed(3)}`),
        );
        expect(await text('coverage')).toContain(classifier.name);
      }
      await close();
    });

    test('offers no command, and says that the text stays in the browser', async () => {
      await open();
      await write('A good film.');
      expect(await page.locator('#request').isVisible()).toBe(false);
      expect(await page.locator('footer').innerText()).toMatch(/^What you type stays in your browser/);
      const { violations } = await page.evaluate(() => (window as unknown as { axe: typeof axe }).axe.run());
      expect(violations.map(({ id }) => id)).toEqual([]);
      await close();
    });

    test('reads with WebAssembly in its thread, and keeps no other page’s policy', async () => {
      await open();
      await write('A good film.');
      const [thread] = page.workers();
      const bytes = [0, 97, 115, 109, 1, 0, 0, 0]; // an empty module
      expect(
        await thread!.evaluate((module) => !!new WebAssembly.Module(Uint8Array.from(module)), bytes),
      ).toBe(true);
      await close();
    });

    test('keeps the limits of the service', async () => {
      await open();
      await write('a'.repeat(20_001));
      expect(await text('problem-text')).toBe('The text has 20,001 characters; at most 20,000 are accepted.');
      await write('A good film. '.repeat(400));
      expect(await text('note')).toContain('at most 1000 are explained');
      expect(await page.locator('#sentences li').count()).toBe(400);
      await close();
    });

    test('lets the typing go on while it reads a long text, and shows the last text alone', async () => {
      await open();
      await write('A good film.');
      await page.evaluate(() => {
        const measured = globalThis as unknown as { longest: number };
        measured.longest = 0;
        let last = performance.now();
        setInterval(() => {
          const now = performance.now();
          measured.longest = Math.max(measured.longest, now - last);
          last = now;
        }, 5);
      });
      await page.fill('#text', 'The plot is dull and the cast is fine, in its way. '.repeat(70));
      await page.locator('#answer[aria-busy=true]').waitFor();
      await new Promise((resolve) => setTimeout(resolve, 100));
      const longest = await page.evaluate(() => (globalThis as unknown as { longest: number }).longest);
      expect(longest).toBeLessThan(100);
      await write('A masterpiece.');
      expect(await text('sentences')).toBe('A masterpiece.');
      await close();
    });

    test.each([
      ['model', 'model.bin'],
      ['thread', 'worker.js'],
    ])('says when the %s is not there, and takes it when it is', async (_, file) => {
      missing = [file];
      await open();
      await write('A good film.');
      expect(await text('problem-text')).toBe('The model cannot be loaded. Is the connection up?');
      missing = [];
      await page.click('#again');
      await page.locator('#result').waitFor();
      await close();
    });
  },
);

test('a model that is not there is refused, and nothing is written', async () => {
  const folder = join(tmpdir(), `no-page-${process.pid}`);
  await expect(buildPage('none.bin', folder)).rejects.toThrow('no model "none.bin"');
  await expect(readFile(join(folder, 'index.html'))).rejects.toThrow('ENOENT');
});
