import { afterAll, expect, test, vi } from 'vitest';
import { splitTexts } from '../../../scripts/fine-tune/split-texts.ts';

vi.spyOn(console, 'error').mockImplementation(() => {});
afterAll(() => vi.restoreAllMocks());

/** Texts without words in common, `size` to a group. */
const makeTexts = (numGroups: number, size: number) =>
  Array.from({ length: numGroups * size }, (_, i) => ({
    text: `${String.fromCharCode(97 + (i % 26))}${i}`,
    group: `group ${Math.floor(i / size)}`,
  }));

test('a tenth of the texts is held out, and groups stay together', () => {
  const texts = makeTexts(50, 4);
  const { training, heldOut } = splitTexts(texts, Number.POSITIVE_INFINITY, 1);
  expect([training.length, heldOut.length]).toEqual([180, 20]);
  const groups = new Set(training.map(({ group }) => group));
  expect(heldOut.filter(({ group }) => groups.has(group))).toEqual([]);
  expect([...training, ...heldOut].sort((a, b) => texts.indexOf(a) - texts.indexOf(b))).toEqual(texts);
});

test('at most so many texts are drawn, in whole groups', () => {
  const { training, heldOut } = splitTexts(makeTexts(50, 4), 42, 1);
  expect([training.length, heldOut.length]).toEqual([36, 4]);
});

test('the seed chooses the texts', () => {
  const draw = (seed: number) => splitTexts(makeTexts(100, 1), 20, seed);
  expect(draw(1)).toEqual(draw(1));
  expect(draw(1)).not.toEqual(draw(2));
});

test('near-duplicates stay on one side', () => {
  const text = 'one two three four five six seven eight nine ten';
  const near = [text, `${text} eleven`].map((text) => ({ text, group: text }));
  for (let seed = 1; seed <= 5; seed++) {
    const { training, heldOut } = splitTexts(near, 2, seed);
    expect([training.length, heldOut.length].sort()).toEqual([0, 2]);
  }
});
