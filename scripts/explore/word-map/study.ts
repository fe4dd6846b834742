import { PCA } from 'ml-pca';
import { UMAP } from 'umap-js';
import { createRandom, type Random } from '../../../classifier/training/index.ts';
import { cosineOfRows, type WordVectorTable } from '../../word-vectors/index.ts';
import type { AnnotatedSentence } from '../texts/annotate.ts';
import { countWords, type FrequentWord } from './frequent-words.ts';
import { chooseStrongest, type SentimentWord, weighWords } from './sentiment-words.ts';

/** Opposites that the first version of this study looked at. */
export const TEST_PAIRS = [
  ['happy', 'sad'],
  ['good', 'bad'],
] as const;

/** A word's place on two maps of one source of vectors; only nearness has a meaning. */
export type Placed<Word> = Word & {
  umap: readonly [x: number, y: number];
  pca: readonly [x: number, y: number];
};

/** Words as one source of vectors places them. */
export interface WordPlaces<Word> {
  /** The source of the vectors. */
  name: string;
  words: Placed<Word>[];
  /** How near the words of each test pair are, `undefined` where the source does not know both. */
  pairs: (PairNearness | undefined)[];
}

/** Words that speak for a side, as one source of vectors places them. */
export interface WordMap extends WordPlaces<SentimentWord> {
  /**
   * How often two words of one side are nearer than two of opposite sides, 0..1; 0.5 where sides make no difference,
   * and where there are no two words of one side or none of opposite ones. (The area under the ROC curve.)
   */
  separation: number;
}

/** How near two words are. Cosines of different vectors cannot be compared, ranks among random pairs can. */
interface PairNearness {
  cosine: number;
  /** The share of random pairs of words that are less near, 0..1. */
  rank: number;
}

/** How many words of each side are mapped. */
const NUM_MAPPED = 70;
const MIN_WORDS = 5;
const NUM_NEIGHBORS = 12;
const NUM_RANDOM_PAIRS = 10_000;

/** Maps the words that speak most for a side, and the test pairs, by each source of vectors that knows enough of them. */
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

/** Places the most frequent words, and the test pairs, by each source of vectors that knows enough of them. */
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
 * Maps words that speak for a side, as `placeWords` does, and tells how far their sides are apart.
 * @returns `undefined` where the source knows fewer than five of the words
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

/** How often two words of one side are nearer than two of opposite sides, as `WordMap` has it. */
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
 * Maps words in two dimensions, by UMAP (McInnes, Healy and Melville 2018), which keeps neighbours together, and by
 * PCA, which keeps the directions of greatest variance; both of vectors brought to length 1.
 * @param words those to be mapped
 * @param vocabulary words of the same kind, of which random pairs are drawn
 * @returns `undefined` where the source knows fewer than five of the words
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

/** The cosines of random pairs of different rows; none of fewer than two rows. */
function sampleCosines(table: WordVectorTable, rows: readonly number[], random: Random): number[] {
  if (rows.length < 2) return [];
  return Array.from({ length: NUM_RANDOM_PAIRS }, () => {
    const first = Math.floor(random() * rows.length);
    const second = (first + 1 + Math.floor(random() * (rows.length - 1))) % rows.length;
    return cosineOfRows(table, rows[first]!, rows[second]!);
  });
}

/** In which share of all pairs the number of the first kind is larger; of equal ones a half. 0.5 where there is no pair. */
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
