import { expect, test } from 'vitest';
import { buildFeatureTable, findFeature } from '../../../classifier/src/linear/feature-table.ts';
import { hashNgram } from '../../../classifier/src/linear/hashes.ts';
import { createNgramFinder } from '../../../classifier/src/linear/ngram-finder.ts';
import { countWordNgrams, toHashedWord } from '../../../classifier/src/linear/ngrams.ts';

const TEXT = 'a b a b c'.split(' ').map(toHashedWord);
const NGRAMS = ['<s> a', 'a b', 'b a', 'a b c', 'b', 'c </s>', 'x y'].map((ngram) =>
  hashNgram(ngram.split(' ')),
);
const table = buildFeatureTable(Uint32Array.from(NGRAMS).sort());

/** The n-grams found, as hashes in ascending order. */
function find(shortest: number, longest: number, areDistinct?: boolean): number[] {
  const { features, numFound } = createNgramFinder(table, shortest, longest, areDistinct)(TEXT);
  const found = [...features.subarray(0, numFound)];
  return NGRAMS.flatMap((hash) =>
    found.filter((feature) => feature === findFeature(table, hash)).map(() => hash),
  );
}

test('the n-grams of the asked lengths that are in the table are found, as often as they occur', () => {
  const [begin, ab, ba, abc, b, end] = NGRAMS;
  expect(find(1, 3)).toEqual([begin, ab, ab, ba, abc, b, b, end]);
  expect(find(2, 2)).toEqual([begin, ab, ab, ba, end]);
  expect(find(1, 1)).toEqual([b, b]);
});

test('each is found once where repetitions do not count', () => {
  const [begin, ab, ba, abc, , end] = NGRAMS;
  expect(find(2, 3, true)).toEqual([begin, ab, ba, abc, end]);
});

test('an empty table and a text without words have nothing to find', () => {
  const empty = buildFeatureTable(new Uint32Array(0));
  expect(createNgramFinder(empty, 1, 3)(TEXT).numFound).toBe(0);
  expect(createNgramFinder(table, 1, 3)([]).numFound).toBe(0);
});

test('n-grams are counted with those of the ends, but no end alone', () => {
  expect([0, 1, 2, 3].map((longest) => countWordNgrams(5, longest))).toEqual([0, 5, 11, 16]);
  expect(countWordNgrams(0, 3)).toBe(1);
});
