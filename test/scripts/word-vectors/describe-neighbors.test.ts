import { expect, test } from 'vitest';
import { describeNeighbors, findWords } from '../../../scripts/word-vectors/describe-neighbors.ts';

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

test('a word that is not known as written is looked up in lower case', () => {
  expect(findWords(TABLE, ['Good', 'BAD', 'good'])).toEqual({ known: ['good', 'bad'], problems: [] });
  const words = ['Good', 'good', 'bad'];
  expect(findWords({ ...TABLE, words }, ['Good', 'GOOD'])).toEqual({ known: ['Good', 'good'], problems: [] });
});

test.each([
  ['goof', 'made by hand has no vector for "goof"; did you mean good?'],
  ['FINES', 'made by hand has no vector for "FINES"; did you mean fine?'],
  [
    'mediocre',
    'made by hand has no vector for "mediocre"; expected another word, or other vectors with --vectors',
  ],
])('a word without a vector is told of with advice, and the others are found: %s', (word, problem) => {
  expect(findWords(TABLE, [word, 'good'])).toEqual({ known: ['good'], problems: [problem] });
});
