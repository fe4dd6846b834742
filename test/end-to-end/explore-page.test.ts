import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { findChromium, launchChromium } from '../../scripts/servers/chromium.ts';
import { runScript } from '../helpers/run-script.ts';
import { smallCsv, smallVectors } from '../helpers/small-files.ts';

const executablePath = findChromium();
if (!executablePath) {
  console.warn(
    'SKIPPED: the report is NOT tested in a browser, since no Chromium is found; CHROMIUM may name one',
  );
}

/** The report in the repository, which the program writes anew in each byte (see explore.test.ts). */
const EXAMPLE = 'scripts/explore/example/report.html';

describe.skipIf(!executablePath)('the report of the example data in Chromium', () => {
  let folder: string;
  let browser: Browser;
  let page: Page;
  let requested: string[];
  let errors: string[];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'explore-page-'));
    browser = await launchChromium(executablePath!);
  });
  afterAll(async () => {
    await browser?.close();
    await rm(folder, { recursive: true });
  });
  afterEach(() => page.context().close());

  async function open(width: number, path = EXAMPLE): Promise<void> {
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
    expect(requested).toEqual([pathToFileURL(EXAMPLE).href]);
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
    const data = join(folder, '<b>markup.csv');
    const vectors = join(folder, 'made.txt');
    const out = join(folder, 'markup');
    await writeFile(data, smallCsv().replaceAll('funny', `${markup} funny`));
    await writeFile(vectors, smallVectors());
    const run = await runScript('explore.ts', ['--data', data, '--vectors', vectors, '--out', out]);
    expect(run).toMatchObject({ code: 0 });
    await open(1000, join(out, 'report.html'));
    expect(errors).toEqual([]);
    expect(requested).toHaveLength(1);
    expect(await page.locator('script, img, b').count()).toBe(0);
    expect(await page.locator('h1').textContent()).toBe('What is in <b>markup.csv');
  });
});
