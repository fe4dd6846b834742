import { describe, expect, test } from 'vitest';
import { createRandom } from '../../../../classifier/src/training/random.ts';
import type { SentimentWord } from '../../../../scripts/explore/measures/sentiment-words.ts';
import { type MappedWord, mapWords } from '../../../../scripts/explore/measures/word-map.ts';
import type { WordVectorTable } from '../../../../scripts/word-vectors/word-vector-table.ts';

const NUM_DIMENSIONS = 6;

/** A table of words and their vectors. */
function tableOf(
  vectors: Record<string, readonly number[]>,
  numDimensions = NUM_DIMENSIONS,
): WordVectorTable {
  return {
    name: 'made',
    numDimensions,
    words: Object.keys(vectors),
    vectors: Float32Array.from(Object.values(vectors).flat()),
  };
}

const speaking = (word: string, z: number): SentimentWord => ({ word, valence: z > 0 ? 4 : 0, z });

/** Ten words around one point for one side, ten around another for the other. */
const random = createRandom(1);
const around = (center: number): number[] =>
  Array.from({ length: NUM_DIMENSIONS }, (_, i) => Number(i === center) + 0.1 * random());
const CLUSTERS = tableOf(
  Object.fromEntries(
    Array.from({ length: 20 }, (_, i) => [i < 10 ? `good${i}` : `bad${i}`, around(i < 10 ? 0 : 3)]),
  ),
);
const WORDS = CLUSTERS.words.map((word) => speaking(word, word.startsWith('good') ? 5 : -5));

const isGood = ({ word }: MappedWord) => word.startsWith('good');
const distance = (a: readonly [number, number], b: readonly [number, number]) =>
  Math.hypot(a[0] - b[0], a[1] - b[1]);

describe('two clusters of vectors', () => {
  const { words, sameSide, oppositeSides } = mapWords(CLUSTERS, WORDS, 1)!;

  test.each(['umap', 'pca'] as const)('are kept apart by %s', (key) => {
    for (const word of words) {
      const others = words.filter((other) => other !== word);
      const [nearest] = others.toSorted((a, b) => distance(a[key], word[key]) - distance(b[key], word[key]));
      expect(isGood(nearest!), word.word).toBe(isGood(word));
    }
  });

  test('have a larger cosine within than between', () => {
    expect(sameSide).toBeGreaterThan(0.9);
    expect(oppositeSides).toBeLessThan(0.4);
  });

  test('keep their words, in order, with what they speak for', () => {
    expect(words.map(({ word, valence, z }) => ({ word, valence, z }))).toEqual(WORDS);
  });
});

test('the mean cosines of an example worked by hand come out', () => {
  /*
   * Two positive words with a cosine of 0, and three negative ones alike; each positive one has a cosine of −1 or 0
   * with each of them. Within: (0 + 1 + 1 + 1) / 4, between: 3 · (−1 + 0) / 6. Lengths make no difference.
   */
  const table = tableOf({ a: [2, 0], b: [0, 1], c: [-1, 0], d: [-3, 0], e: [-1, 0] }, 2);
  const words = ['a', 'b', 'c', 'd', 'e'].map((word, i) => speaking(word, i < 2 ? 1 : -1));
  const { sameSide, oppositeSides } = mapWords(table, words, 1)!;
  expect(sameSide).toBeCloseTo(3 / 4, 12);
  expect(oppositeSides).toBeCloseTo(-1 / 2, 12);
});

test('the test pairs have their cosines, and none where a word has no vector', () => {
  const words = ['a', 'b', 'c', 'd', 'e'].map((word) => speaking(word, 1));
  const vectors = { a: [1, 0], b: [1, 1], c: [0, 1], d: [1, 2], e: [2, 1] };
  const known = tableOf({ ...vectors, happy: [3, 0], sad: [4, 4], good: [1, 0] }, 2);
  const { pairs, words: mapped, oppositeSides } = mapWords(known, words, 1)!;
  expect(pairs).toEqual([expect.closeTo(Math.SQRT1_2, 6), undefined]);
  expect(mapped.map(({ word }) => word)).toEqual(['a', 'b', 'c', 'd', 'e']);
  expect(oppositeSides).toBe(0); // no two words are of opposite sides
});

test('words without a vector are left out, and fewer than five are no map', () => {
  const absent = Array.from({ length: 9 }, (_, i) => speaking(`absent${i}`, 1));
  expect(mapWords(CLUSTERS, [...absent, ...WORDS.slice(0, 4)], 1)).toBeUndefined();
  expect(mapWords(CLUSTERS, [...absent, ...WORDS.slice(0, 5)], 1)!.words).toHaveLength(5);
  expect(mapWords(CLUSTERS, [], 1)).toBeUndefined();
});

test('the same seed gives the same map, another one another by UMAP only', () => {
  const places = (seed: number, key: 'umap' | 'pca') =>
    mapWords(CLUSTERS, WORDS, seed)!.words.map((word) => word[key]);
  expect(places(1, 'umap')).toEqual(places(1, 'umap'));
  expect(places(2, 'umap')).not.toEqual(places(1, 'umap'));
  expect(places(2, 'pca')).toEqual(places(1, 'pca'));
});

test('vectors that are alike, and those of zeros, have a place', () => {
  for (const vector of [
    [0, 0],
    [1, 2],
  ]) {
    const table = tableOf(Object.fromEntries('abcdef'.split('').map((word) => [word, vector])), 2);
    const { words } = mapWords(
      table,
      table.words.map((word) => speaking(word, 1)),
      1,
    )!;
    expect(words.flatMap(({ umap, pca }) => [...umap, ...pca]).every(Number.isFinite)).toBe(true);
  }
});

test('vectors of one dimension have a place', () => {
  const table = tableOf({ a: [1], b: [2], c: [-1], d: [-2], e: [3] }, 1);
  const { words } = mapWords(
    table,
    table.words.map((word) => speaking(word, 1)),
    1,
  )!;
  expect(words.flatMap(({ umap, pca }) => [...umap, ...pca]).every(Number.isFinite)).toBe(true);
});
