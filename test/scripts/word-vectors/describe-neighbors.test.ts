import { expect, test } from 'vitest';
import { describeNeighbors } from '../../../scripts/word-vectors/describe-neighbors.ts';

const TABLE = {
  name: 'made by hand',
  numDimensions: 2,
  words: ['good', 'fine', 'bad'],
  vectors: Float32Array.of(1, 0, 1, 1, -1, 0),
};

test('each word has a table of its nearest, and the test pairs come last', () => {
  expect(describeNeighbors(TABLE, ['good', 'bad'], 1)).toBe(
    [
      '| nearest to good | cosine |',
      '| --------------- | -----: |',
      '| fine            |  0.707 |',
      '',
      '| nearest to bad | cosine |',
      '| -------------- | -----: |',
      '| fine           | -0.707 |',
      '',
      '| test pair        |  cosine |',
      '| ---------------- | ------: |',
      '| happy – sad      | unknown |',
      '| good – bad       |  -1.000 |',
      '| great – terrible | unknown |',
      '| funny – boring   | unknown |',
    ].join('\n'),
  );
});

test.each([
  ['goof', 'made by hand has no vector of "goof"; did you mean good?'],
  ['Fine', 'made by hand has no vector of "Fine"; did you mean fine?'],
  [
    'mediocre',
    'made by hand has no vector of "mediocre"; expected one of its 3 words, or other vectors by --vectors',
  ],
])('a word without a vector is refused with advice: %s', (word, problem) => {
  expect(() => describeNeighbors(TABLE, ['good', word], 1)).toThrow(problem);
});
