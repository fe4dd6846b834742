import type axe from 'axe-core';
import { describe, expect, test } from 'vitest';
import { EXAMPLES } from '../../../functions/page/client/examples.ts';
import { hasChromium, useBrowserPage } from '../../helpers/browser-page.ts';

describe.skipIf(!hasChromium)('the page in Chromium', () => {
  const tab = useBrowserPage();
  const { open, text, isVisible, write, settle } = tab;

  test('each example gives a result, also by keyboard alone', async () => {
    for (const [name, mytext] of EXAMPLES) {
      await tab.page.keyboard.press('Tab');
      while ((await tab.page.evaluate(() => document.activeElement!.textContent)) !== name) {
        await tab.page.keyboard.press('Tab');
      }
      await tab.page.keyboard.press('Enter');
      await tab.page.locator('#result').waitFor();
      await settle();
      expect(await tab.page.inputValue('#text')).toBe(mytext);
      expect((await text('sentences')).replace(/\n.*, .*%/g, '')).toContain(mytext.split('. ')[0]);
    }
  });

  test('words tell their weight to mouse and keyboard, and in a table', async () => {
    await write('A wonderful cast, although the story is a mess');
    const words = tab.page.locator('#sentences [role=button]');
    expect(await words.count()).toBeGreaterThan(2);
    await words.filter({ hasText: 'wonderful' }).hover();
    expect(await text('readout')).toMatch(/^“wonderful” lifts the valence by \d\.\d\d\.$/);
    await words.first().focus();
    await tab.page.keyboard.press('End');
    expect(await text('readout')).toMatch(/^“mess” lowers the valence/);
    await tab.page.keyboard.press('Home');
    await tab.page.keyboard.press('ArrowRight');
    expect(await words.nth(1).evaluate((word) => word === document.activeElement)).toBe(true);
    expect(await tab.page.locator('#sentences [tabindex="0"]').count()).toBe(1);
    await tab.page.locator('#table summary').press('Enter');
    expect(await tab.page.locator('#weights tr').count()).toBeGreaterThan(8);
    expect(await text('weights')).toMatch(/wonderful\s+lifts\s+\+\d\.\d\d/);
  });

  test('a word’s weight is in sight wherever the word stands', async () => {
    await write('It begins. They go to the sea. A wonderful cast. '.repeat(25));
    const words = tab.page.locator('#sentences [role=button]');
    await words.first().focus();
    await tab.page.keyboard.press('End');
    for (let i = 0; i < 15; i++) await tab.page.keyboard.press('ArrowLeft');
    const focused = (await tab.page.locator('#sentences :focus').boundingBox())!;
    const readout = (await tab.page.locator('#readout').boundingBox())!;
    expect(readout.y).toBeGreaterThanOrEqual(0);
    expect(readout.y + readout.height).toBeLessThanOrEqual(focused.y);
    expect(await text('readout')).toContain('the valence of the whole text by');
  });

  test('the lines of what is told of a sentence are close together on a narrow screen', async () => {
    await tab.page.setViewportSize({ width: 320, height: 900 });
    await write('It was a wonderful cast. The story is a terrible mess.');
    const caption = tab.page.locator('#sentences small').first();
    const lineHeight = await caption.evaluate((small) => {
      const range = document.createRange();
      range.selectNodeContents(small);
      const [first, second] = range.getClientRects();
      return (second!.y - first!.y) / Number.parseFloat(getComputedStyle(small).fontSize);
    });
    expect(lineHeight).toBeLessThan(1.5);
  });

  test.each([390, 1200])('nothing moves from one sentiment to another, %i pixels wide', async (width) => {
    await tab.page.setViewportSize({ width, height: 900 });
    const seen = new Map<string, number>();
    for (const mytext of ['A table.', 'It is weak.', 'It is terrible.', 'It is good.', 'A masterpiece.']) {
      await write(mytext);
      seen.set(await text('sentiment'), (await tab.page.locator('#bars').boundingBox())!.y);
    }
    expect(seen.size).toBeGreaterThan(2);
    expect(new Set(seen.values()).size).toBe(1);
  });

  test('the command for a long text leaves the end of the page in reach', async () => {
    await write('A good film. '.repeat(700));
    expect((await tab.page.locator('pre').boundingBox())!.height).toBeLessThan(300);
  });

  test('a screen reader is told the result once the typing rests', async () => {
    await tab.page.locator('#text').pressSequentially('A wonderful film.', { delay: 20 });
    expect(await tab.page.locator('#summary').textContent()).toBe('');
    await tab.page.locator('#summary', { hasText: /positive, \d+ %\. Valence \d\.\d of 4\./ }).waitFor();
  });

  describe.each(['light', 'dark'] as const)('in %s colors', (colorScheme) => {
    test.each([
      ['invited', 1200, ''],
      ['with a sentence', 1200, EXAMPLES[2][1]],
      ['with several', 390, EXAMPLES[3][1]],
      ['with a warning', 390, EXAMPLES[4][1]],
      ['with a problem', 390, 'a'.repeat(20_001)],
    ])('axe finds nothing %s', async (_, width, mytext) => {
      await open({ colorScheme, viewport: { width, height: 900 } });
      await write(mytext);
      if (await isVisible('table')) await tab.page.locator('#table summary').click();
      const { violations } = await tab.page.evaluate(() =>
        (window as unknown as { axe: typeof axe }).axe.run(),
      );
      expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
      const isTooWide = await tab.page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
      expect(isTooWide).toBe(false);
    });
  });
});
