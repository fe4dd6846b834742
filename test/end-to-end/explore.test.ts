import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { findChromium, launchChromium } from '../../scripts/servers/chromium.ts';
import { VECTORS_OPTION_HELP } from '../../scripts/word-vectors/read-word-vectors.ts';
import { runScript } from '../helpers/run-script.ts';
import { smallCsv, smallVectors } from '../helpers/small-files.ts';

const executablePath = findChromium();
if (!executablePath) {
  console.warn(
    'SKIPPED: the report is NOT tested in a browser, since no Chromium is found; CHROMIUM may name one',
  );
}

const EXAMPLE = 'scripts/explore/example/reviews.tsv';
let folder: string;
let small: string;
let vectors: string;
/** The example data explored, with vectors of its own and those of the model in the repository. */
let exampleOut: string;
let example: Awaited<ReturnType<typeof explore>>;

const explore = (...args: string[]) => runScript('explore.ts', args);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'explore-'));
  small = await makeFile('small.csv', smallCsv());
  vectors = await makeFile('made.txt', smallVectors());
  exampleOut = join(folder, 'example');
  example = await explore('--data', EXAMPLE, '--out', exampleOut);
  expect(example.code).toBe(0);
});
afterAll(() => rm(folder, { recursive: true }));

async function makeFile(name: string, content: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

const findingsOf = ({ stdout }: { stdout: string }) =>
  [...stdout.matchAll(/^\d\. (.*)\.$/gm)].map(([, finding]) => finding!);

/** The SHA-256 of each file of a folder. */
async function hashAll(path: string): Promise<Record<string, string>> {
  const entries = (await readdir(path)).sort().map(async (name) => {
    const bytes = await readFile(join(path, name));
    return [name, createHash('sha256').update(bytes).digest('hex')] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}

describe('npm run explore', () => {
  test.each(['report.html', 'adjectives.png'])(
    'gives %s of the example as it is in the repository',
    async (name) => {
      const [made, kept] = await Promise.all(
        [exampleOut, dirname(EXAMPLE)].map((path) => readFile(join(path, name))),
      );
      expect(made!.equals(kept!), `copy it anew from: npm run explore -- --data ${EXAMPLE}`).toBe(true);
    },
  );

  test('writes the same bytes for the same data and seed, and others for another seed', async () => {
    const runs: Record<string, string>[] = [];
    for (const [name, seed] of [
      ['again', '1'],
      ['other', '2'],
    ]) {
      const out = join(folder, name!);
      expect(await explore('--data', EXAMPLE, '--out', out, '--seed', seed!)).toMatchObject({ code: 0 });
      runs.push(await hashAll(out));
    }
    const files = await hashAll(exampleOut);
    const [again, other] = runs;
    expect(again).toEqual(files);
    expect(Object.keys(files).length).toBeGreaterThan(20);
    expect(other!['report.html']).not.toBe(files['report.html']);
    expect(other!['leakage.svg']).not.toBe(files['leakage.svg']);
    expect(other!['classes.svg']).toBe(files['classes.svg']); // where nothing is drawn by chance
  });

  test('finds five other things in other data', async () => {
    const other = await explore('--data', small, '--vectors', vectors, '--out', join(folder, 'small'));
    const [findings, others] = [findingsOf(example), findingsOf(other)];
    expect([findings.length, others.length]).toEqual([5, 5]);
    for (const [i, finding] of findings.entries()) expect(finding).not.toBe(others[i]);
  });

  test('maps vectors trained on the texts beside those of the model, if no others are asked for', async () => {
    expect(findingsOf(example)[4]).toMatch(/^In the recurrent vectors .* \(own \d+ %, chance 50 %\)/);
    expect(await readdir(exampleOut)).toEqual(
      expect.arrayContaining(['words-own.png', 'words-recurrent.png']),
    );
  });

  test('says so where no vectors can be trained', async () => {
    const data = await makeFile('few.csv', 'text,label\ngood,4\nbad,0\n');
    const run = await explore('--data', data, '--vectors', 'own', '--out', join(folder, 'few'));
    expect(run).toMatchObject({ code: 0, stderr: expect.stringContaining('no vectors are trained: ') });
    expect(findingsOf(run)[4]).toMatch(/^Too few of the words /);
  });

  test('maps each source of vectors', async () => {
    const out = join(folder, 'two');
    const { stdout } = await explore('--data', small, '--vectors', vectors, 'recurrent', '--out', out);
    expect(stdout).toMatch(/^5\. In the made\.txt vectors .* \(recurrent \d+ %, chance 50 %\)/m);
    expect(await readdir(out)).toEqual(expect.arrayContaining(['words-made.txt.svg', 'words-recurrent.svg']));
  });

  test('draws texts at random where there is a limit', async () => {
    const out = join(folder, 'limited');
    const { stderr, code } = await explore('--data', EXAMPLE, '--limit', '40', '--out', out);
    expect(code).toBe(0);
    expect(stderr).toMatch(/^find words and names: 40 of 40 texts in /m);
    const html = await readFile(join(out, 'report.html'), 'utf8');
    expect(html).toMatch(/<p class="subtitle">40 texts of \d+ sentences, /);
    expect(html).toMatch(/, 40 of 569 texts, seed 1\.<\/p><\/footer>/);
    expect(html).not.toMatch(/\bnot quite\b/); // one of the first
  });

  test('writes over the report before, and reads columns and labels of its own', async () => {
    const lines = ['good', 'bad'].map((body, i) => JSON.stringify({ body, stars: `s${i}` }));
    const data = await makeFile('own.ndjson', lines.join('\n'));
    const out = join(folder, 'own');
    const columns = ['--text-column', 'body', '--label-column', 'stars', '--label-map', 's0=4,s1=0'];
    for (let i = 0; i < 2; i++) {
      expect(await explore('--data', data, ...columns, '--out', out)).toMatchObject({ code: 0 });
    }
    expect((await readdir(out)).filter((name) => name.includes('.part'))).toEqual([]);
    expect(await readFile(join(out, 'classes.svg'), 'utf8')).toContain(
      'Each of 2 classes has about 50 % of the texts',
    );
  });

  test.each<[string, () => string[], () => string]>([
    ['no data', () => [], () => "error: required option '--data <file>' not specified"],
    [
      'an unknown extension',
      () => ['--data', 'README.md'],
      () => 'error: README.md: the format is not known; expected a name ending in .tsv',
    ],
    ['an unknown option', () => ['--data', small, '--sead', '1'], () => "error: unknown option '--sead'"],
    [
      'a seed that is no number',
      () => ['--data', small, '--seed', 'x'],
      () => "error: option '--seed <n>' argument 'x' is invalid. expected a whole number, 0 to 999999999.",
    ],
    [
      'a folder that is a file',
      () => ['--data', small, '--vectors', vectors, '--out', vectors],
      () => `error: ${vectors}: cannot be made: EEXIST: file already exists`,
    ],
    [
      'unknown vectors',
      () => ['--data', small, '--vectors', 'gloves'],
      () => `error: no vectors "gloves"; expected own (trained on the texts), ${VECTORS_OPTION_HELP}`,
    ],
    ['vectors that are none', () => ['--data', small, '--vectors', small], () => `error: ${small}, line 1: `],
  ])('refuses %s in one line', async (_, args, message) => {
    const out = join(folder, 'refused');
    const { stdout, stderr, code } = await explore('--out', out, ...args());
    expect([stdout, code]).toEqual(['', 1]);
    expect(stderr).toContain(message());
    expect(stderr).not.toMatch(/^ {4}at /m);
    expect(await readdir(folder)).not.toContain('refused');
  });

  test('refuses data that is all blank', async () => {
    const data = await makeFile('blank.csv', 'text,label\n ,1\n"",2\n');
    const { stdout, stderr, code } = await explore(
      '--data',
      data,
      '--vectors',
      vectors,
      '--out',
      join(folder, 'x'),
    );
    expect([stdout, code]).toEqual(['', 1]);
    expect(stderr).toContain(`error: ${data}: all texts are blank; expected labelled texts`);
  });

  test('names a bad row', async () => {
    const data = await makeFile('bad.csv', `${smallCsv()}fine,5\n`);
    const { stderr, code } = await explore('--data', data, '--vectors', vectors, '--out', join(folder, 'x'));
    expect(code).toBe(1);
    expect(stderr).toContain(`error: ${data}, line 128: field "label" is "5"; expected 0 to 4`);
  });
});

describe.skipIf(!executablePath)('the report of the example data in Chromium', () => {
  let browser: Browser;
  let page: Page;
  let requested: string[];
  let errors: string[];

  beforeAll(async () => {
    browser = await launchChromium(executablePath!);
  });
  afterAll(() => browser?.close());
  afterEach(() => page.context().close());

  async function open(width: number, path = join(exampleOut, 'report.html')): Promise<void> {
    const context = await browser.newContext({ viewport: { width, height: 900 } });
    page = await context.newPage();
    requested = [];
    errors = [];
    context.on('request', (request) => requested.push(request.url()));
    page.on('pageerror', (error) => errors.push(String(error)));
    page.on('dialog', (dialog) => errors.push(dialog.message()));
    page.on('console', (message) => errors.push(message.text()));
    await page.goto(pathToFileURL(path).href);
  }

  test('asks for nothing outside, and complains of nothing', async () => {
    await open(1000);
    expect(requested).toEqual([pathToFileURL(join(exampleOut, 'report.html')).href]);
    expect(errors).toEqual([]);
  });

  test.each([1000, 400])('axe finds nothing at %d px', async (width) => {
    await open(width);
    await page.addScriptTag({ content: axe.source });
    const { violations } = await page.evaluate(() => (window as unknown as { axe: typeof axe }).axe.run());
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html.slice(0, 120))])).toEqual([]);
  });

  test.each([1000, 400])('nothing is wider than the page at %d px', async (width) => {
    await open(width);
    const size = await page.evaluate(() => [document.documentElement.scrollWidth, document.body.scrollWidth]);
    expect(Math.max(...size)).toBeLessThanOrEqual(width);
  });

  test('every chart is seen whole at 1000 px, and can be scrolled to its end at 400 px', async () => {
    await open(1000);
    const widths = () =>
      page.locator('figure').evaluateAll((figures) => figures.map((f) => f.scrollWidth - f.clientWidth));
    expect((await widths()).filter((hidden) => hidden > 0)).toEqual([]);
    await page.setViewportSize({ width: 400, height: 900 });
    const ends = await page.locator('figure').evaluateAll((figures) =>
      figures.map((figure) => {
        figure.scrollLeft = 1e6;
        const { right } = figure.querySelector('svg')!.getBoundingClientRect();
        return right - figure.getBoundingClientRect().right;
      }),
    );
    expect(ends.filter((beyond) => beyond > 1)).toEqual([]);
  });

  test('no two labels of a chart overlap, and none is cut off', async () => {
    await open(1000);
    const found = await page.evaluate(() => {
      const TOLERANCE = 1;
      // Above and below the letters of a line there is room that other letters may take.
      const LINE_GAP_EM = 0.08;
      const problems: string[] = [];
      let numLabels = 0;
      for (const svg of document.querySelectorAll('figure > svg')) {
        const chart = svg.getAttribute('aria-label')!.slice(0, 40);
        const { left, right, top, bottom } = svg.getBoundingClientRect();
        const labels = [...svg.querySelectorAll('text')]
          .filter((text) => text.textContent !== '' && text.getAttribute('opacity') !== '0')
          .map((text) => {
            const { x, y, width, height } = text.getBoundingClientRect();
            const gap = LINE_GAP_EM * Number.parseFloat(getComputedStyle(text).fontSize);
            return { text: text.textContent, box: new DOMRect(x, y + gap, width, height - 2 * gap) };
          });
        numLabels += labels.length;
        for (const [i, { text, box }] of labels.entries()) {
          if (box.left < left || box.right > right || box.top < top || box.bottom > bottom) {
            problems.push(`${chart}: "${text}" is cut off`);
          }
          for (const other of labels.slice(0, i)) {
            const x = Math.min(box.right, other.box.right) - Math.max(box.left, other.box.left);
            const y = Math.min(box.bottom, other.box.bottom) - Math.max(box.top, other.box.top);
            if (x > TOLERANCE && y > TOLERANCE) {
              problems.push(
                `${chart}: "${text}" and "${other.text}" by ${x.toFixed(1)} × ${y.toFixed(1)} px`,
              );
            }
          }
        }
      }
      return { problems, numLabels };
    });
    expect(found.problems).toEqual([]);
    expect(found.numLabels).toBeGreaterThan(300);
  });

  test('the two maps of words have their titles at one height', async () => {
    await open(1000);
    const heights = await page
      .locator('svg text', { hasText: /^(?:UMAP|PCA): / })
      .evaluateAll((titles) => titles.map((title) => title.getBoundingClientRect().y));
    // Two a source of vectors.
    expect(heights).toHaveLength(4);
    expect([heights[0], heights[2]]).toEqual([heights[1], heights[3]]);
  });

  test('the contents lead to each section', async () => {
    await open(1000);
    const links = page.locator('nav a');
    expect(await links.count()).toBe(6);
    for (const link of await links.all()) {
      await link.click();
      const heading = page.locator(`:target h2`);
      expect(await heading.textContent()).toBe(await link.textContent());
      expect((await heading.boundingBox())!.y).toBeLessThan(900);
    }
  });

  test('what the data says runs nothing and is nothing but text', async () => {
    const markup = '<script>alert(1)</script><img src=https://example.org/x onerror=alert(2)>';
    const data = await makeFile('<b>markup.csv', smallCsv().replaceAll('funny', `${markup} funny`));
    const out = join(folder, 'markup');
    expect(await explore('--data', data, '--vectors', vectors, '--out', out)).toMatchObject({ code: 0 });
    await open(1000, join(out, 'report.html'));
    expect(errors).toEqual([]);
    expect(requested).toHaveLength(1);
    expect(await page.locator('script, img, b').count()).toBe(0);
    expect(await page.locator('h1').textContent()).toBe('What is in <b>markup.csv');
  });
});
