import { PCA } from 'ml-pca';
import { UMAP } from 'umap-js';
import { createRandom } from '../../../classifier/src/training/random.ts';
import { cosine, type WordVectorTable } from '../../word-vectors/word-vector-table.ts';
import type { SentimentWord } from './sentiment-words.ts';

/** Opposites that the first version of this study looked at. */
export const TEST_PAIRS = [
  ['happy', 'sad'],
  ['good', 'bad'],
] as const;

/** A word's place on two maps of one source of vectors; only nearness has a meaning. */
export interface MappedWord extends SentimentWord {
  umap: readonly [x: number, y: number];
  pca: readonly [x: number, y: number];
}

/** Words that speak for a side, as one source of vectors places them. */
export interface WordMap {
  /** The source of the vectors. */
  name: string;
  words: MappedWord[];
  /** The mean cosine of two words of one side, and of two words of opposite sides. */
  sameSide: number;
  oppositeSides: number;
  /** The cosine of each test pair, `undefined` where the source does not know both words. */
  pairs: (number | undefined)[];
}

const MIN_WORDS = 5;
const NUM_NEIGHBORS = 12;

/**
 * Maps words in two dimensions, by UMAP (McInnes, Healy and Melville 2018), which keeps neighbours together, and by
 * PCA, which keeps the directions of greatest variance; both of vectors brought to length 1.
 * @returns `undefined` where the source knows fewer than five of the words
 */
export function mapWords(
  table: WordVectorTable,
  words: readonly SentimentWord[],
  seed: number,
): WordMap | undefined {
  const rows = new Map(table.words.map((word, row) => [word, row]));
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
  const alike = { same: [] as number[], opposite: [] as number[] };
  for (const [i, { z }] of known.entries()) {
    for (const [j, other] of known.slice(0, i).entries()) {
      const side = Math.sign(z) === Math.sign(other.z) ? alike.same : alike.opposite;
      side.push(dot(vectors[i]!, vectors[j]!));
    }
  }
  return {
    name: table.name,
    words: known.map((word, i) => ({
      ...word,
      umap: umap[i] as [number, number],
      pca: [pca[i]![0]!, pca[i]![1] ?? 0] as const,
    })),
    sameSide: mean(alike.same),
    oppositeSides: mean(alike.opposite),
    pairs: TEST_PAIRS.map(([a, b]) => (rows.has(a) && rows.has(b) ? cosine(table, a, b) : undefined)),
  };
}

function unitVector({ vectors, numDimensions }: WordVectorTable, row: number): number[] {
  const vector = Array.from(vectors.subarray(row * numDimensions, (row + 1) * numDimensions));
  const length = Math.hypot(...vector) || 1;
  return vector.map((value) => value / length);
}

const dot = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, value, i) => sum + value * b[i]!, 0);
const mean = (numbers: readonly number[]): number =>
  numbers.length === 0 ? 0 : numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
