import { expect, test } from 'vitest';
import { measureLengths } from '../../../../scripts/explore/data/lengths.ts';

/** Texts of so many tokens, all neutral. */
const ofLengths = (...lengths: number[]) =>
  lengths.map((numTokens, i) => ({
    text: '',
    label: 2,
    group: String(i),
    line: i + 2,
    normal: '',
    numTokens,
  }));

test('the median, the 95th percentile and the longest are told in tokens', () => {
  const hundred = Array.from({ length: 100 }, (_, i) => 100 - i);
  expect(measureLengths(ofLengths(...hundred))).toMatchObject({
    median: 51,
    percentile95: 96,
    longest: 100,
  });
});

test('bins double, and those without a text are left out', () => {
  const { bins } = measureLengths(ofLengths(1, 2, 3, 4, 5, 8, 9, 17, 32, 300, 5000));
  expect(bins.map(({ name, numTexts }) => [name, numTexts[2]])).toEqual([
    ['1', 1],
    ['2', 1],
    ['3–4', 2],
    ['5–8', 2],
    ['9–16', 1],
    ['17–32', 2],
    ['257+', 2],
  ]);
});

test('the classes of each bin are counted', () => {
  const texts = ofLengths(1, 1, 2).map((text, label) => ({ ...text, label }));
  expect(measureLengths(texts).bins.map(({ numTexts }) => numTexts)).toEqual([
    [1, 1, 0, 0, 0],
    [0, 0, 1, 0, 0],
  ]);
});

test('a text without tokens is in no bin', () => {
  expect(measureLengths(ofLengths(0))).toEqual({ median: 0, percentile95: 0, longest: 0, bins: [] });
});
