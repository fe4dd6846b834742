import { describe, expect, test } from 'vitest';
import { hasChromium, useBrowserPage } from '../../helpers/browser-page.ts';

const JSON_TYPE = 'application/json';

describe.skipIf(!hasChromium)('the page in Chromium', () => {
  const tab = useBrowserPage();
  const { origin, text, isVisible, write, settle, answerPosts } = tab;

  test('an empty text, and white space, show an invitation', async () => {
    expect(await isVisible('invitation')).toBe(true);
    await write('Fine.');
    expect(await isVisible('invitation')).toBe(false);
    await write(' \n');
    expect([await isVisible('invitation'), await isVisible('result')]).toEqual([true, false]);
    expect(tab.requested.filter((url) => url.includes('?'))).toHaveLength(1);
  });

  test('typing gives the result that the service gives, after the last key', async () => {
    const mytext = 'plenty of funny quotes but ultimately fell flat';
    await tab.page.locator('#text').pressSequentially(mytext, { delay: 5 });
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
    const bars = await tab.page.locator('#bars li').allInnerTexts();
    expect(bars.map((bar) => bar.split(/\n/)[0])).toEqual(Object.keys(probabilities));
    const fills = await tab.page
      .locator('#bars i')
      .evaluateAll((items) =>
        items.map((item) => Number((item as HTMLElement).style.getPropertyValue('--p'))),
      );
    expect(fills).toEqual(Object.values(probabilities));
    expect(await text('count')).toBe(`${mytext.length} of 20,000`);
    // Keys that come one upon the other are one request, or a few where the machine is slow.
    expect(tab.requested.filter((url) => url.includes('?')).length).toBeLessThan(mytext.length / 2);
  });

  test('several sentences have each a label and a color', async () => {
    await write('I loved it. It was horrible and boring.');
    const sentences = tab.page.locator('#sentences li');
    expect(await sentences.locator('small').allInnerTexts()).toEqual([
      expect.stringMatching(/positive, \d+ %; lifts the valence by \d\.\d\d$/),
      expect.stringMatching(/negative, \d+ %; lowers the valence by \d\.\d\d$/),
    ]);
    const colors = await sentences.evaluateAll((items) =>
      items.map((item) => getComputedStyle(item).borderLeftColor),
    );
    expect(new Set(colors).size).toBe(2);
  });

  test('what is not read is shown too, before, between and behind sentences', async () => {
    const mytext = '#Bad_idea of a film. @joe https://example.org/a Great cast, #Loved it. 🦖 @ann';
    await write(mytext);
    const shown = await tab.page.locator('#sentences li p').allInnerTexts();
    expect(shown.join('').replaceAll(/\s+/g, '')).toBe(mytext.replaceAll(/\s+/g, ''));
  });

  test('what the user writes is text and no HTML', async () => {
    const html = 'A <b>good</b> film <img src=x onerror=alert(1)> indeed.';
    await write(html);
    expect(await tab.page.locator('#sentences :is(img, b)').count()).toBe(0);
    expect((await text('sentences')).replaceAll('\n', '')).toContain('<b>good</b>');
  });

  test('the command is the one for what is on screen, and can be copied', async () => {
    await tab.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await write("It isn't good.");
    await tab.page.click('#copy');
    await tab.page.locator('#copy', { hasText: 'Copied' }).waitFor();
    const copied = await tab.page.evaluate(() => navigator.clipboard.readText());
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
      ['note', 'sentences'].map((id) => tab.page.locator(`#${id}`).boundingBox()),
    );
    expect(note!.y + note!.height).toBeLessThanOrEqual(sentences!.y);
    expect(note!.y + note!.height).toBeLessThan(tab.page.viewportSize()!.height);
    expect(await text('note')).toMatch(
      /^This text is too long to weigh each word\. The text has \d+ tokens, .* at most 1000 are explained,/,
    );
    expect(await text('reading-title')).toBe('Sentence by sentence');
    expect(await tab.page.locator('#sentences li').first().innerText()).toMatch(
      /positive, (> )?\d+ %(; .*)?$/,
    );
    expect(await Promise.all(['legend', 'readout', 'table'].map(isVisible))).toEqual([false, false, false]);
    expect(await text('curl')).toContain('?explain=true&sentences=true');
    await write('A good film.');
    expect(await Promise.all(['note', 'legend', 'readout', 'table'].map(isVisible))).toEqual([
      false,
      true,
      true,
      true,
    ]);
  });

  test('a review of 10,000 characters shows what each sentence does, by one request', async () => {
    const sentences = Array.from({ length: 250 }, (_, i) =>
      i % 50 === 7
        ? `A superb, wonderful scene is number ${i}.`
        : `In scene ${i} they go to the sea once more.`,
    );
    const mytext = sentences.join(' ').slice(0, 10_000);
    await write(mytext);
    expect(tab.requested.filter((url) => url.includes('?'))).toHaveLength(1);
    const labels = await tab.page.locator('#sentences small').allInnerTexts();
    expect(labels.length).toBeGreaterThan(200);
    const superb = labels.filter((_, i) => i % 50 === 7);
    for (const label of superb) expect(label).toMatch(/^positive, \d+ %; lifts the valence by 0\.\d+$/);
  });

  test('a review of 15,000 characters is shown whole, and how much of the limit it takes', async () => {
    const review =
      'The cast is wonderful, <b>truly</b>. It drags in the middle. I would see it again. '.repeat(200);
    const mytext = review.slice(0, 15_000);
    await write(mytext);
    expect(await text('count')).toBe('15,000 of 20,000');
    expect(await tab.page.locator('#sentences li').count()).toBeGreaterThan(500);
    const shown = await tab.page
      .locator('#sentences p')
      .evaluateAll((items) => items.map((item) => item.textContent).join(' '));
    expect(shown).toBe(mytext.trim());
  });

  test('the words that matter in their sentence are marked in a long review too', async () => {
    const sentences = 'It begins. They go to the sea. A wonderful cast. It ends. The music is terrible. ';
    await write(sentences.repeat(10));
    const words = tab.page.locator('#sentences [role=button]');
    const marked = (await words.allInnerTexts()).join(' ');
    expect(marked.match(/wonderful/g)).toHaveLength(10);
    expect(marked.match(/terrible/g)).toHaveLength(10);
    await words.filter({ hasText: 'wonderful' }).first().hover();
    expect(await text('readout')).toMatch(/^“wonderful” lifts the valence of the whole text by \d\.\d+\.$/);
    expect(await text('legend')).toMatch(/the valence of its sentence$/);
  });

  test('where each word moves the valence little, the strongest have the full color', async () => {
    await answerPosts(async (route) => {
      const answer = await route.fetch();
      const result = await answer.json();
      for (const [i, word] of result.explanation.entries()) word.weight = [0.4, -0.36, 0.06, 0.04][i];
      await route.fulfill({ response: answer, json: result });
    });
    await write('A fine film indeed');
    const strengths = await tab.page
      .locator('#sentences [role=button]')
      .evaluateAll((words) => words.map((word) => (word as HTMLElement).style.getPropertyValue('--w')));
    expect(strengths).toEqual(['1.000', '0.900', '0.150']);
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
});
