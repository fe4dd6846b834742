import { PCA } from 'ml-pca';
import { UMAP } from 'umap-js';
import { createRandom, type Random } from '../../../classifier/training/index.ts';
import { cosineOfRows, type WordVectorTable } from '../../word-vectors/index.ts';
import type { AnnotatedSentence } from '../texts/annotate.ts';
import { countWords, type FrequentWord } from './frequent-words.ts';
import { chooseStrongest, type SentimentWord, weighWords } from './sentiment-words.ts';

/** The pairs of opposites of the first version of this study. */
export const TEST_PAIRS = [
  ['happy', 'sad'],
  ['good', 'bad'],
] as const;

/** A word with its coordinates on two maps. Only distances have a meaning, not the axes. */
export type Placed<Word> = Word & {
  umap: readonly [x: number, y: number];
  pca: readonly [x: number, y: number];
};

/** The words on the maps of one source of vectors. */
export interface WordPlaces<Word> {
  /** The source of the vectors. */
  name: string;
  words: Placed<Word>[];
  /** The nearness of each test pair; `undefined` if the source lacks one of the words. */
  pairs: (PairNearness | undefined)[];
}

/** The words that speak for a side, on the maps of one source of vectors. */
export interface WordMap extends WordPlaces<SentimentWord> {
  /**
   * The probability that two words of one side are nearer than two of opposite sides, 0..1 (the area under the ROC
   * curve). It is 0.5 if sides make no difference, or if there are no such pairs.
   */
  separation: number;
}

/**
 * The nearness of two words. Cosines cannot be compared between sources of vectors, but ranks among random pairs can.
 */
interface PairNearness {
  cosine: number;
  /** The share of random pairs of words with a lower cosine, 0..1. */
  rank: number;
}

/** The number of words mapped for each side. */
const NUM_MAPPED = 70;
const MIN_WORDS = 5;
const NUM_NEIGHBORS = 12;
const NUM_RANDOM_PAIRS = 10_000;

/**
 * Maps the words most characteristic of a side, and the test pairs, for each source of vectors that has enough of them.
 */
export function studyWordMaps(
  sentences: readonly AnnotatedSentence[],
  tables: readonly WordVectorTable[],
  seed: number,
): WordMap[] {
  const words = weighWords(sentences);
  const strongest = chooseStrongest(words, NUM_MAPPED, TEST_PAIRS.flat());
  const vocabulary = words.map(({ word }) => word);
  return tables.flatMap((table) => mapWords(table, strongest, vocabulary, seed) ?? []);
}

/** Maps the most frequent words, and the test pairs, for each source of vectors that has enough of them. */
export function placeFrequentWords(
  sentences: readonly AnnotatedSentence[],
  tables: readonly WordVectorTable[],
  seed: number,
): WordPlaces<FrequentWord>[] {
  const words = countWords(sentences);
  const tested = new Set<string>(TEST_PAIRS.flat());
  const chosen = words.filter(({ word }, i) => i < 2 * NUM_MAPPED || tested.has(word));
  const vocabulary = words.map(({ word }) => word);
  return tables.flatMap((table) => placeWords(table, chosen, vocabulary, seed) ?? []);
}

/**
 * Maps words that speak for a side, as `placeWords` does, and measures the separation of the sides.
 * @returns `undefined` if the source has fewer than five of the words
 */
export function mapWords(
  table: WordVectorTable,
  words: readonly SentimentWord[],
  vocabulary: readonly string[],
  seed: number,
): WordMap | undefined {
  const places = placeWords(table, words, vocabulary, seed);
  return places && { ...places, separation: measureSeparation(table, places.words) };
}

/** Measures `WordMap.separation`. */
function measureSeparation(table: WordVectorTable, words: readonly SentimentWord[]): number {
  const rows = rowsOf(table);
  const vectors = words.map(({ word }) => unitVector(table, rows.get(word)!));
  const cosines = { same: [] as number[], opposite: [] as number[] };
  for (const [i, { z }] of words.entries()) {
    for (const [j, other] of words.slice(0, i).entries()) {
      const side = Math.sign(z) === Math.sign(other.z) ? cosines.same : cosines.opposite;
      side.push(dot(vectors[i]!, vectors[j]!));
    }
  }
  return shareLarger(cosines.same, cosines.opposite);
}

/**
 * Maps unit vectors of words to two dimensions, by UMAP (McInnes, Healy and Melville 2018), which keeps neighbours
 * together, and by PCA, which keeps the directions of greatest variance.
 * @param words the words to map
 * @param vocabulary words of the same kind, from which random pairs are drawn
 * @returns `undefined` if the source has fewer than five of the words
 */
function placeWords<Word extends { word: string }>(
  table: WordVectorTable,
  words: readonly Word[],
  vocabulary: readonly string[],
  seed: number,
): WordPlaces<Word> | undefined {
  const rows = rowsOf(table);
  const known = words.filter(({ word }) => rows.has(word));
  if (known.length < MIN_WORDS) return undefined;
  const vectors = known.map(({ word }) => unitVector(table, rows.get(word)!));
  const umap = new UMAP({
    nNeighbors: Math.min(NUM_NEIGHBORS, known.length - 1),
    minDist: 0.3,
    random: createRandom(seed),
  }).fit(vectors);
  const nComponents = Math.min(2, table.numDimensions);
  const pca = new PCA(vectors).predict(vectors, { nComponents }).to2DArray();
  const randomCosines = sampleCosines(
    table,
    vocabulary.flatMap((word) => rows.get(word) ?? []),
    createRandom(seed),
  );
  return {
    name: table.name,
    words: known.map((word, i) => ({
      ...word,
      umap: umap[i] as [number, number],
      pca: [pca[i]![0]!, pca[i]![1] ?? 0] as const,
    })),
    pairs: TEST_PAIRS.map((pair) => {
      const [first, second] = pair.map((word) => rows.get(word));
      if (first === undefined || second === undefined) return undefined;
      const cosine = cosineOfRows(table, first, second);
      return { cosine, rank: shareLarger([cosine], randomCosines) };
    }),
  };
}

const rowsOf = ({ words }: WordVectorTable) => new Map(words.map((word, row) => [word, row]));

/** Samples the cosines of random pairs of different rows; empty for fewer than two rows. */
function sampleCosines(table: WordVectorTable, rows: readonly number[], random: Random): number[] {
  if (rows.length < 2) return [];
  return Array.from({ length: NUM_RANDOM_PAIRS }, () => {
    const first = Math.floor(random() * rows.length);
    const second = (first + 1 + Math.floor(random() * (rows.length - 1))) % rows.length;
    return cosineOfRows(table, rows[first]!, rows[second]!);
  });
}

/** The share of pairs in which the number of the first list is larger, 0..1; ties count half. 0.5 without pairs. */
function shareLarger(numbers: readonly number[], others: readonly number[]): number {
  if (numbers.length === 0 || others.length === 0) return 0.5;
  let larger = 0;
  for (const number of numbers) {
    for (const other of others) larger += number > other ? 1 : number === other ? 0.5 : 0;
  }
  return larger / (numbers.length * others.length);
}

function unitVector({ vectors, numDimensions }: WordVectorTable, row: number): number[] {
  const vector = Array.from(vectors.subarray(row * numDimensions, (row + 1) * numDimensions));
  const length = Math.hypot(...vector) || 1;
  return vector.map((value) => value / length);
}

const dot = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, value, i) => sum + value * b[i]!, 0);
