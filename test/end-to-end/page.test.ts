import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import axe from 'axe-core';
import type { Browser, Page, Route } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { EXAMPLES } from '../../functions/page/client/examples.ts';
import { build } from '../../scripts/build.ts';
import { findChromium, launchChromium } from '../../scripts/servers/chromium.ts';
import { killAll, type Served, serveBundle } from '../helpers/serve-bundle.ts';

const executablePath = findChromium();
if (!executablePath) {
  console.warn('SKIPPED: the page is NOT tested, since no Chromium is found; CHROMIUM may name one');
}

const JSON_TYPE = 'application/json';
const PROBLEM = { status: 503, contentType: 'application/problem+json', headers: { 'retry-after': '1' } };

describe.skipIf(!executablePath)('the page in Chromium', () => {
  let scratch: string;
  let served: Served;
  let browser: Browser;
  let page: Page;
  let requested: string[];
  let errors: string[];

  beforeAll(async () => {
    scratch = await mkdtemp(join(tmpdir(), 'page-'));
    const folder = join(scratch, 'http');
    await build({ model: 'linear', folder });
    served = await serveBundle(folder);
    browser = await launchChromium(executablePath!);
  });

  afterAll(async () => {
    await browser?.close();
    killAll();
    await rm(scratch, { recursive: true });
  });

  beforeEach(async () => {
    await open();
  });

  afterEach(async () => {
    // Whatever a test did: only the service was asked, and the browser had nothing to complain of.
    expect(requested.filter((url) => !url.startsWith(`${origin()}/`) && !url.startsWith('data:'))).toEqual(
      [],
    );
    expect(errors).toEqual([]);
    await page.context().close();
  });

  const origin = () => `http://127.0.0.1:${served.port}`;

  async function open(options: Parameters<Browser['newContext']>[0] = {}): Promise<void> {
    await page?.context().close();
    const context = await browser.newContext(options);
    page = await context.newPage();
    page.setDefaultTimeout(5000);
    requested = [];
    errors = [];
    context.on('request', (request) => requested.push(request.url()));
    page.on('pageerror', (error) => errors.push(String(error)));
    page.on('console', (message) => {
      // An answer that is an error is told of too, and is what some tests are about.
      if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) {
        errors.push(message.text());
      }
    });
    await page.addInitScript({ content: axe.source });
    await page.goto(`${origin()}/`);
  }

  const text = (id: string) => page.locator(`#${id}`).innerText();
  const isVisible = (id: string) => page.locator(`#${id}`).isVisible();

  /** Types or pastes a text, and waits for what comes of it. */
  async function write(mytext: string): Promise<void> {
    await page.fill('#text', mytext);
    await settle();
  }

  async function settle(): Promise<void> {
    await page.locator('#answer[aria-busy=false]').waitFor();
  }

  /** Answers posts in place of the service. */
  async function answerPosts(answer: (route: Route, mytext: string) => Promise<void>): Promise<void> {
    await page.route('**/*', (route) => {
      const request = route.request();
      return request.method() === 'POST' ? answer(route, request.postDataJSON().mytext) : route.fallback();
    });
  }

  test('an empty text, and white space, show an invitation', async () => {
    expect(await isVisible('invitation')).toBe(true);
    await write('Fine.');
    expect(await isVisible('invitation')).toBe(false);
    await write(' \n');
    expect([await isVisible('invitation'), await isVisible('result')]).toEqual([true, false]);
    expect(requested.filter((url) => url.includes('?'))).toHaveLength(1);
  });

  test('typing gives the result that the service gives, after the last key', async () => {
    const mytext = 'plenty of funny quotes but ultimately fell flat';
    await page.locator('#text').pressSequentially(mytext, { delay: 5 });
    await settle();
    const reply = await fetch(origin(), {
      method: 'POST',
      headers: { 'content-type': JSON_TYPE },
      body: JSON.stringify({ mytext }),
    });
    const { sentiment, valence, probabilities, model } = (await reply.json()) as Record<string, never>;
    expect((await text('sentiment')).toLowerCase()).toBe(sentiment);
    expect(await text('valence')).toBe(Number(valence).toFixed(2));
    expect(await text('coverage')).toContain(model);
    const bars = await page.locator('#bars li').allInnerTexts();
    expect(bars.map((bar) => bar.split(/\n/)[0])).toEqual(Object.keys(probabilities));
    const fills = await page
      .locator('#bars i')
      .evaluateAll((items) =>
        items.map((item) => Number((item as HTMLElement).style.getPropertyValue('--p'))),
      );
    expect(fills).toEqual(Object.values(probabilities));
    expect(await text('count')).toBe(`${mytext.length} of 10,000`);
    // Keys that come one upon the other are one request, or a few where the machine is slow.
    expect(requested.filter((url) => url.includes('?')).length).toBeLessThan(mytext.length / 2);
  });

  test('each example gives a result, also by keyboard alone', async () => {
    for (const [name, mytext] of EXAMPLES) {
      await page.keyboard.press('Tab');
      while ((await page.evaluate(() => document.activeElement!.textContent)) !== name) {
        await page.keyboard.press('Tab');
      }
      await page.keyboard.press('Enter');
      await page.locator('#result').waitFor();
      await settle();
      expect(await page.inputValue('#text')).toBe(mytext);
      expect((await text('sentences')).replace(/\n.*, .*%/g, '')).toContain(mytext.split('. ')[0]);
    }
  });

  test('words tell their weight to mouse and keyboard, and in a table', async () => {
    await write('A wonderful cast, but the dull story is a terrible mess.');
    const words = page.locator('#sentences [role=button]');
    expect(await words.count()).toBeGreaterThan(2);
    await words.filter({ hasText: 'wonderful' }).hover();
    expect(await text('readout')).toMatch(/^“wonderful” lifts the valence by \d\.\d\d\.$/);
    await words.first().focus();
    await page.keyboard.press('End');
    expect(await text('readout')).toMatch(/^“mess” lowers the valence/);
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowRight');
    expect(await words.nth(1).evaluate((word) => word === document.activeElement)).toBe(true);
    expect(await page.locator('#sentences [tabindex="0"]').count()).toBe(1);
    await page.locator('#table summary').press('Enter');
    expect(await page.locator('#weights tr').count()).toBeGreaterThan(8);
    expect(await text('weights')).toMatch(/wonderful\s+lifts\s+\+\d\.\d\d/);
  });

  test('several sentences have each a label and a color', async () => {
    await write('I loved it. It was horrible and boring.');
    const sentences = page.locator('#sentences li');
    expect(await sentences.locator('small').allInnerTexts()).toEqual([
      expect.stringMatching(/positive, \d+ %/),
      expect.stringMatching(/negative, \d+ %/),
    ]);
    const colors = await sentences.evaluateAll((items) =>
      items.map((item) => getComputedStyle(item).borderLeftColor),
    );
    expect(new Set(colors).size).toBe(2);
  });

  test('what the user writes is text and no HTML', async () => {
    const html = '<img src=x onerror=alert(1)> <b>good</b>';
    await write(html);
    expect(await page.locator('#sentences :is(img, b)').count()).toBe(0);
    expect((await text('sentences')).replaceAll('\n', '')).toContain('<b>good</b>');
  });

  test('the command is the one for what is on screen, and can be copied', async () => {
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await write("It isn't good.");
    await page.click('#copy');
    await page.locator('#copy', { hasText: 'Copied' }).waitFor();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(copied).toBe(await text('curl'));
    expect(copied).toBe(
      `curl '${origin()}/?explain=true&sentences=true' \\\n  --json '{"mytext":"It isn'\\''t good."}'`,
    );
  });

  test('few known words are a warning', async () => {
    await write('Zorblax frimble quux wibble of snork');
    expect(await text('coverage')).toMatch(/^Only \d+ % .* better not to trust this/);
    await write('🎬 🎬');
    expect(await text('coverage')).toMatch(/^None of these words is known .* better not to trust this/);
    await write('A good film.');
    expect(await text('coverage')).toMatch(/^All of these words/);
  });

  test.each([
    ['one long sentence', `${'good film '.repeat(150)}indeed.`],
    ['many sentences', 'A good film. A terrible film. '.repeat(150)],
  ])('too many words to weigh are told of at once, above %s with color and label', async (_, mytext) => {
    await write(mytext);
    expect(await isVisible('result')).toBe(true);
    const [note, sentences] = await Promise.all(
      ['note', 'sentences'].map((id) => page.locator(`#${id}`).boundingBox()),
    );
    expect(note!.y + note!.height).toBeLessThanOrEqual(sentences!.y);
    expect(note!.y + note!.height).toBeLessThan(page.viewportSize()!.height);
    expect(await text('note')).toMatch(/up to 1,000 words and punctuation marks, 200 in a sentence\./);
    expect(await text('reading-title')).toBe('Sentence by sentence');
    expect(await page.locator('#sentences li').first().innerText()).toMatch(/positive, \d+ %$/);
    expect(await Promise.all(['legend', 'readout', 'table'].map(isVisible))).toEqual([false, false, false]);
    expect(await text('curl')).not.toContain('explain');
    await write('A good film.');
    expect(await Promise.all(['note', 'legend', 'readout', 'table'].map(isVisible))).toEqual([
      false,
      true,
      true,
      true,
    ]);
  });

  test('the words that matter in their sentence are marked in a long review too', async () => {
    const sentences = 'It begins. They go to the sea. A wonderful cast. It ends. The music is terrible. ';
    await write(sentences.repeat(10));
    const words = page.locator('#sentences [role=button]');
    const marked = (await words.allInnerTexts()).join(' ');
    expect(marked.match(/wonderful/g)).toHaveLength(10);
    expect(marked.match(/terrible/g)).toHaveLength(10);
    await words.filter({ hasText: 'wonderful' }).first().hover();
    expect(await text('readout')).toMatch(/^“wonderful” lifts the valence of the whole text by 0\.0\d\d\.$/);
    expect(await text('legend')).toMatch(/the valence of its sentence$/);
  });

  test('a word’s weight is in sight wherever the word stands', async () => {
    await write('It begins. They go to the sea. A wonderful cast. '.repeat(25));
    const words = page.locator('#sentences [role=button]');
    await words.first().focus();
    await page.keyboard.press('End');
    for (let i = 0; i < 15; i++) await page.keyboard.press('ArrowLeft');
    const focused = (await page.locator('#sentences :focus').boundingBox())!;
    const readout = (await page.locator('#readout').boundingBox())!;
    expect(readout.y).toBeGreaterThanOrEqual(0);
    expect(readout.y + readout.height).toBeLessThanOrEqual(focused.y);
    expect(await text('readout')).toContain('the valence of the whole text by');
  });

  test('where no word moves the valence much, none is to be pointed at', async () => {
    await answerPosts(async (route) => {
      const answer = await route.fetch();
      const result = await answer.json();
      for (const word of result.explanation) word.weight = 0.01;
      await route.fulfill({ response: answer, json: result });
    });
    await write('A film.');
    expect(await text('readout')).toBe('No word by itself moves the valence much.');
    expect([await isVisible('legend'), await isVisible('table')]).toEqual([false, true]);
  });

  test.each([390, 1200])('nothing moves from one sentiment to another, %i pixels wide', async (width) => {
    await page.setViewportSize({ width, height: 900 });
    const seen = new Map<string, number>();
    for (const mytext of ['A table.', 'It is weak.', 'It is terrible.', 'It is good.', 'A masterpiece.']) {
      await write(mytext);
      seen.set(await text('sentiment'), (await page.locator('#bars').boundingBox())!.y);
    }
    expect(seen.size).toBeGreaterThan(2);
    expect(new Set(seen.values()).size).toBe(1);
  });

  test('a result that is long in coming leaves the one before it dimmed', async () => {
    const opacity = () => page.locator('#result').evaluate((result) => getComputedStyle(result).opacity);
    await write('A good film.');
    expect(await opacity()).toBe('1');
    await answerPosts(async (route) => {
      await sleep(1500);
      await route.fallback();
    });
    await page.fill('#text', 'A terrible film.');
    await sleep(300);
    expect(await opacity()).toBe('1');
    await sleep(900);
    expect(Number(await opacity())).toBeLessThan(0.6);
    await settle();
    expect(await opacity()).toBe('1');
  });

  test('the command for a long text leaves the end of the page in reach', async () => {
    await write('A good film. '.repeat(700));
    expect((await page.locator('pre').boundingBox())!.height).toBeLessThan(300);
  });

  test('a text over the limit is told of before it is sent', async () => {
    await write('🎬'.repeat(10_000));
    expect(await isVisible('result')).toBe(true);
    const { length } = requested;
    await write('🎬'.repeat(10_001));
    expect(await text('problem-text')).toBe('The text has 10,001 characters; at most 10,000 are taken.');
    expect(requested).toHaveLength(length);
    expect(await isVisible('again')).toBe(false);
  });

  test('an answer that is out of date is dropped', async () => {
    await answerPosts(async (route, mytext) => {
      if (mytext === 'A terrible film.') await sleep(400);
      await route.fallback().catch(() => {});
    });
    await page.fill('#text', 'A terrible film.');
    await sleep(150);
    await write('A wonderful film.');
    await sleep(500);
    expect(await text('curl')).toContain('wonderful');
    expect(await text('sentiment')).toMatch(/positive/i);
  });

  test('an error of the service is shown as a sentence, and goes away', async () => {
    let isBroken = true;
    await answerPosts((route) =>
      isBroken
        ? route.fulfill({ status: 502, contentType: 'text/html', body: '<h1>Bad gateway' })
        : route.fallback(),
    );
    await write('Fine.');
    expect(await text('problem-text')).toBe('The service failed with HTTP status 502.');
    expect([await isVisible('result'), await isVisible('request')]).toEqual([false, false]);
    isBroken = false;
    await page.click('#again');
    await page.locator('#result').waitFor();
    expect(await isVisible('problem')).toBe(false);
    // And not lost with the button.
    expect(await page.locator('#text').evaluate((field) => field === document.activeElement)).toBe(true);
  });

  test.each([
    [400, false],
    [413, false],
    [415, false],
    [422, false],
    [408, true],
    [429, true],
    [500, true],
    [503, true],
    [504, true],
  ])('trying again after a %i is offered where it may help: %s', async (status, isOffered) => {
    const problem = { type: '/problems/some', detail: 'It is so.' };
    await answerPosts((route) => route.fulfill({ ...PROBLEM, status, body: JSON.stringify(problem) }));
    await write('Fine.');
    expect(await text('problem-text')).toMatch(/^It is so\./);
    expect(await isVisible('again')).toBe(isOffered);
  });

  test('under overload it tries again by itself, when the service says', async () => {
    let numPosts = 0;
    await answerPosts((route) => {
      const problem = { type: '/problems/overloaded', detail: 'More requests come in than can be answered.' };
      return numPosts++ === 0
        ? route.fulfill({ ...PROBLEM, body: JSON.stringify(problem) })
        : route.fallback();
    });
    await write('Fine.');
    expect(await text('problem-text')).toBe(
      'More requests come in than can be answered. Trying again in 1 s.',
    );
    await page.locator('#result').waitFor();
    expect(numPosts).toBe(2);
  });

  test('without a connection it says so, and goes on when there is one', async () => {
    await page.context().setOffline(true);
    await write('Fine.');
    expect(await text('problem-text')).toMatch(/^The service cannot be reached\./);
    expect(await isVisible('again')).toBe(true);
    await page.context().setOffline(false);
    await page.locator('#result').waitFor();
  });

  test('a screen reader is told the result once the typing rests', async () => {
    await page.locator('#text').pressSequentially('A wonderful film.', { delay: 20 });
    expect(await page.locator('#summary').textContent()).toBe('');
    await page.locator('#summary', { hasText: /positive, \d+ %\. Valence \d\.\d of 4\./ }).waitFor();
  });

  describe.each(['light', 'dark'] as const)('in %s colors', (colorScheme) => {
    test.each([
      ['invited', 1200, ''],
      ['with a sentence', 1200, EXAMPLES[2][1]],
      ['with several', 390, EXAMPLES[3][1]],
      ['with a warning', 390, EXAMPLES[4][1]],
      ['with a problem', 390, 'a'.repeat(10_001)],
    ])('axe finds nothing %s', async (_, width, mytext) => {
      await open({ colorScheme, viewport: { width, height: 900 } });
      await write(mytext);
      if (await isVisible('table')) await page.locator('#table summary').click();
      const { violations } = await page.evaluate(() => (window as unknown as { axe: typeof axe }).axe.run());
      expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
      const isTooWide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
      expect(isTooWide).toBe(false);
    });
  });
});
