import { type FeatureTable, findFeature } from '../linear/feature-table.ts';
import { hashNgram, visitCharacterNgrams } from '../linear/hashes.ts';

/** The vectors of words and of subwords. */
export interface WordVectors extends FeatureTable {
  /** Shape [numWords × numDimensions], in the order of `hashes`, in units of `scales`; int8 in a model file. */
  vectors: Int8Array | Float32Array;
  /** Shape [numWords]: the scale of each word's vector. */
  scales: Float32Array;
  /** Shape [numSubwords × numDimensions]: the vectors of subwords, in units of `subwordScale`. */
  subwords: Int8Array | Float32Array;
  /** Shape [1]: the scale of all subword vectors. */
  subwordScale: Float32Array;
}

/** The lengths of the shortest and the longest subword, in characters, word boundaries included. */
const SUBWORD_LENGTHS = { min: 3, max: 5 };

/** Finds a word's row in `vectors`; -1 if it has none. */
export function findWord(table: FeatureTable, word: string): number {
  return findFeature(table, hashNgram([word]));
}

/**
 * The subwords of a word without a vector of its own: its character n-grams, hashed into `numSubwords` rows (Bojanowski
 * et al. 2017, "Enriching Word Vectors with Subword Information", section 3.2).
 * @returns rows in `subwords`, each as often as it occurs
 */
export function subwordsOf(word: string, numSubwords: number): number[] {
  const subwords: number[] = [];
  const { min, max } = SUBWORD_LENGTHS;
  visitCharacterNgrams(word, min, max, (hash) => subwords.push(hash % numSubwords));
  return subwords;
}

/**
 * Writes the vector of a word: its own, or else the mean of its subword vectors.
 * @param out shape [numDimensions], from `start` on
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
