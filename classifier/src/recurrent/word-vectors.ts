import { type FeatureTable, findFeature } from '../linear/feature-table.ts';
import { hashNgram, visitCharacterNgrams } from '../linear/hashes.ts';

/** The vectors of words, and of subwords, as a model file holds them. */
export interface WordVectors extends FeatureTable {
  /** Shape [numWords × numDimensions], in the order of `hashes`, in units of `scales`; in 8 bits in a model file. */
  vectors: Int8Array | Float32Array;
  /** Shape [numWords]. */
  scales: Float32Array;
  /** The vectors of subwords, shape [numSubwords × numDimensions], in units of `subwordScale`. */
  subwords: Int8Array | Float32Array;
  /** Shape [1]. */
  subwordScale: Float32Array;
}

/** The shortest and the longest subword, in characters with the word's two boundaries. */
const SUBWORD_LENGTHS = { min: 3, max: 5 };

/** @returns the word's row in `vectors`, or -1 */
export function findWord(table: FeatureTable, word: string): number {
  return findFeature(table, hashNgram([word]));
}

/**
 * Which subwords make up a word without a vector of its own: its character n-grams, hashed into `numSubwords` rows
 * (Bojanowski et al. 2017, "Enriching Word Vectors with Subword Information", section 3.2).
 */
export function subwordsOf(word: string, numSubwords: number): number[] {
  const subwords: number[] = [];
  const { min, max } = SUBWORD_LENGTHS;
  visitCharacterNgrams(word, min, max, (hash) => subwords.push(hash % numSubwords));
  return subwords;
}

/**
 * Writes the vector of a word: its own, else the mean of its subwords.
 * @param out shape [numDimensions] from `start` on
 */
export function writeVector(
  parameters: WordVectors,
  numDimensions: number,
  word: string,
  out: Float32Array,
  start: number,
): void {
  const row = findWord(parameters, word);
  if (row >= 0) {
    const { vectors } = parameters;
    const scale = parameters.scales[row]!;
    const from = row * numDimensions;
    for (let i = 0; i < numDimensions; i++) out[start + i] = vectors[from + i]! * scale;
    return;
  }
  const { subwords } = parameters;
  out.fill(0, start, start + numDimensions);
  const found = subwordsOf(word, subwords.length / numDimensions);
  const share = parameters.subwordScale[0]! / found.length;
  for (const subword of found) {
    const from = subword * numDimensions;
    for (let i = 0; i < numDimensions; i++) out[start + i]! += subwords[from + i]! * share;
  }
}
