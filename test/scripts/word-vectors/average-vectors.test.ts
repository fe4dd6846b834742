import { expect, test } from 'vitest';
import { lengthInput } from '../../../classifier/src/probabilities.ts';
import { averageVectors, standardize } from '../../../scripts/word-vectors/average-vectors.ts';

const TABLE = {
  name: 'made by hand',
  numDimensions: 2,
  words: ['good', 'bad'],
  vectors: Float32Array.of(1, 2, -3, 4),
};
const texts = (...lines: string[]) => lines.map((line) => ({ words: line.split(' ') }));

test('a text is the mean of the vectors of the words that have one, and its length', () => {
  const { features, numFeatures, coverage } = averageVectors(
    texts('good good bad', 'a good film', 'a film'),
    TABLE,
  );
  expect(numFeatures).toBe(3);
  // (1 + 1 − 3)/3, (2 + 2 + 4)/3
  const expected = [-1 / 3, 8 / 3, lengthInput(3), 1, 2, lengthInput(3), 0, 0, lengthInput(2)];
  expect([...features]).toEqual(expected.map((number) => expect.closeTo(number, 6)));
  expect(coverage).toBe(4 / 8);
});

test('standardized features have mean 0 and variance 1 over the first texts, and stay comparable in others', () => {
  const first = { features: Float32Array.of(1, 0.1, 3, 0.1, 5, 0.1), numFeatures: 2, coverage: 1 };
  const other = { features: Float32Array.of(3, 0.1, 9, 8), numFeatures: 2, coverage: 1 };
  standardize(first, [other]);
  // Mean 3, variance 8/3; the second feature is always the same.
  const unit = 1 / Math.sqrt(8 / 3);
  expect([...first.features]).toEqual([-2 * unit, 0, 0, 0, 2 * unit, 0].map((n) => expect.closeTo(n, 6)));
  expect([...other.features]).toEqual([0, 0, 6 * unit, 0].map((number) => expect.closeTo(number, 6)));
});
