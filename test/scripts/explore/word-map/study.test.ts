import { describe, expect, test } from 'vitest';
import { createRandom } from '../../../../classifier/training/optimizers/random.ts';
import type { SentimentWord } from '../../../../scripts/explore/word-map/sentiment-words.ts';
import { mapWords, type Placed } from '../../../../scripts/explore/word-map/study.ts';
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

/** Maps words of a table, of which any two may be drawn as a random pair. */
const mapOf = (table: WordVectorTable, words: readonly SentimentWord[], seed = 1) =>
  mapWords(table, words, table.words, seed);

const isGood = ({ word }: Placed<SentimentWord>) => word.startsWith('good');
const distance = (a: readonly [number, number], b: readonly [number, number]) =>
  Math.hypot(a[0] - b[0], a[1] - b[1]);

describe('two clusters of vectors', () => {
  const { words, separation } = mapOf(CLUSTERS, WORDS)!;

  test.each(['umap', 'pca'] as const)('are kept apart by %s', (key) => {
    for (const word of words) {
      const others = words.filter((other) => other !== word);
      const [nearest] = others.toSorted((a, b) => distance(a[key], word[key]) - distance(b[key], word[key]));
      expect(isGood(nearest!), word.word).toBe(isGood(word));
    }
  });

  test('have words of one side always nearer than words of opposite sides', () => {
    expect(separation).toBe(1);
  });

  test('keep their words, in order, with what they speak for', () => {
    expect(words.map(({ word, valence, z }) => ({ word, valence, z }))).toEqual(WORDS);
  });
});

test('the separation of an example worked by hand comes out', () => {
  /*
   * Two positive words with a cosine of 0, and three negative ones alike. Within: 0, 1, 1, 1. Between, each positive
   * one with each of them: -1 or 0, three times each. So 1 is larger six times of six, three times over, and 0 three
   * times, and equal three times: (18 + 3 + 1.5) / 24. Lengths make no difference.
   */
  const table = tableOf({ a: [2, 0], b: [0, 1], c: [-1, 0], d: [-3, 0], e: [-1, 0] }, 2);
  const words = ['a', 'b', 'c', 'd', 'e'].map((word, i) => speaking(word, i < 2 ? 1 : -1));
  expect(mapOf(table, words)!.separation).toBeCloseTo(22.5 / 24, 12);
});

test('the separation is even where all words are of one side', () => {
  const table = tableOf({ a: [2, 0], b: [0, 1], c: [-1, 0], d: [-3, 0], e: [-1, 0] }, 2);
  const words = table.words.map((word) => speaking(word, 1));
  expect(mapOf(table, words)!.separation).toBe(0.5);
});

describe('the test pairs', () => {
  const words = ['a', 'b', 'c', 'd', 'e'].map((word) => speaking(word, 1));
  const vectors = { a: [1, 0], b: [1, 1], c: [0, 1], d: [1, 2], e: [2, 1] };
  const known = tableOf({ ...vectors, happy: [3, 0], sad: [4, 4], good: [1, 0] }, 2);

  test('have their cosines, and none where a word has no vector', () => {
    const { pairs, words: mapped } = mapOf(known, words)!;
    expect(pairs).toEqual([{ cosine: expect.closeTo(Math.SQRT1_2, 6), rank: expect.any(Number) }, undefined]);
    expect(mapped.map(({ word }) => word)).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  test('have the share of random pairs that are less near, of equal ones half', () => {
    // Of a, c and e two pairs in three, with cosines of 0 and 1/√5, are less near than 1/√2; e and a with 2/√5 are not.
    const [pair] = mapWords(known, words, ['a', 'c', 'e', 'absent'], 1)!.pairs;
    expect(pair!.rank).toBeCloseTo(2 / 3, 1);
    const [alike] = mapWords(known, words, ['happy', 'sad'], 1)!.pairs;
    expect(alike!.rank).toBe(0.5);
  });

  test('have an even rank where there is no random pair', () => {
    expect(mapWords(known, words, ['a'], 1)!.pairs[0]!.rank).toBe(0.5);
    expect(mapWords(known, words, [], 1)!.pairs[0]!.rank).toBe(0.5);
  });
});

test('words without a vector are left out, and fewer than five are no map', () => {
  const absent = Array.from({ length: 9 }, (_, i) => speaking(`absent${i}`, 1));
  expect(mapOf(CLUSTERS, [...absent, ...WORDS.slice(0, 4)])).toBeUndefined();
  expect(mapOf(CLUSTERS, [...absent, ...WORDS.slice(0, 5)])!.words).toHaveLength(5);
  expect(mapOf(CLUSTERS, [])).toBeUndefined();
});

test('the same seed gives the same map, another one another by UMAP only', () => {
  const places = (seed: number, key: 'umap' | 'pca') =>
    mapOf(CLUSTERS, WORDS, seed)!.words.map((word) => word[key]);
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
    const { words } = mapOf(
      table,
      table.words.map((word) => speaking(word, 1)),
    )!;
    expect(words.flatMap(({ umap, pca }) => [...umap, ...pca]).every(Number.isFinite)).toBe(true);
  }
});

test('vectors of one dimension have a place', () => {
  const table = tableOf({ a: [1], b: [2], c: [-1], d: [-2], e: [3] }, 1);
  const { words } = mapOf(
    table,
    table.words.map((word) => speaking(word, 1)),
  )!;
  expect(words.flatMap(({ umap, pca }) => [...umap, ...pca]).every(Number.isFinite)).toBe(true);
});
