import { expect, test } from 'vitest';
import { sampleTexts } from '../../../../scripts/explore/texts/sample-texts.ts';

/** Twenty sentences of three texts each. */
const TEXTS = Array.from({ length: 60 }, (_, i) => ({
  text: `text ${i}`,
  label: 2,
  group: String(Math.floor(i / 3)),
  line: i + 2,
}));

test('texts within the limit are all there, in their order', () => {
  expect(sampleTexts(TEXTS, 60, 1)).toEqual(TEXTS);
  expect(sampleTexts(TEXTS, Number.POSITIVE_INFINITY, 1)).toEqual(TEXTS);
});

test('beyond it so many are drawn from anywhere, sentence by sentence', () => {
  const drawn = sampleTexts(TEXTS, 10, 1);
  expect(new Set(drawn.map(({ line }) => line)).size).toBe(10);
  const sizes = [...Map.groupBy(drawn, ({ group }) => group).values()].map((group) => group.length);
  expect(sizes).toEqual([3, 3, 3, 1]);
  expect(drawn).not.toEqual(TEXTS.slice(0, 10));
});

test('the same seed draws the same texts, another one others', () => {
  expect(sampleTexts(TEXTS, 10, 1)).toEqual(sampleTexts(TEXTS, 10, 1));
  expect(sampleTexts(TEXTS, 10, 2)).not.toEqual(sampleTexts(TEXTS, 10, 1));
});
