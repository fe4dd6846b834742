import { buildFeatureTable } from '../../src/linear/feature-table.ts';
import { countWordNgrams, type HashedWord, toHashedWord, writeWordNgrams } from '../../src/linear/ngrams.ts';
import type { PolarityArrays } from '../../src/text/ngram-polarity.ts';
import type { SparseMatrix } from '../linear/features.ts';

/** The length of the longest word n-gram with a polarity. */
export const POLARITY_NGRAMS = 2;
/** The least number of texts with an n-gram. */
const MIN_TEXTS = 8;
/** The most n-grams in a model file. */
const MAX_NGRAMS = 60_000;

/** The n-grams of whole texts, row by row; an index refers to `hashes`. */
export interface PolarityMatrix extends Omit<SparseMatrix, 'numFeatures'> {
  /**
   * Shape [numEntries]: the count of each n-gram in the text, divided by √(number of the text's n-grams), times its
   * `scales`.
   */
  values: Float32Array;
  /** The hashes of the n-grams, ascending. */
  hashes: Uint32Array;
  /** Shape [number of n-grams]: the inverse document frequency, log(1 + texts / texts with the n-gram). */
  scales: Float64Array;
  /** Shape [number of n-grams]: the number of texts with each n-gram. */
  numTexts: Uint32Array;
}

/** The words of a text's sentences. */
type Sentences = readonly { words: readonly string[] }[];

/** Builds the matrix of the n-grams that occur in enough texts. */
export function buildPolarityMatrix(texts: readonly Sentences[]): PolarityMatrix {
  const found = hashTexts(texts);
  const { hashes, numTexts } = countTexts(found);
  const scales = Float64Array.from(numTexts, (count) => Math.log(1 + texts.length / count));
  const placeOf = new Map<number, number>();
  for (const [place, hash] of hashes.entries()) placeOf.set(hash, place);
  const numEntries = found.reduce((sum, { length }) => sum + length, 0);
  const rowStarts = new Uint32Array(texts.length + 1);
  const indices = new Uint32Array(numEntries);
  const values = new Float32Array(numEntries);
  let length = 0;
  for (const [row, text] of found.entries()) {
    const root = Math.sqrt(text.length);
    let before: number | undefined;
    for (const hash of text) {
      const place = placeOf.get(hash);
      if (place === undefined) continue;
      if (hash !== before) indices[length++] = place;
      values[length - 1]! += scales[place]! / root;
      before = hash;
    }
    rowStarts[row + 1] = length;
  }
  return {
    rowStarts,
    indices: indices.slice(0, length),
    values: values.slice(0, length),
    hashes,
    scales,
    numTexts,
  };
}

/** The hashes of each text's n-grams, ascending, each repeated as often as it occurs. */
function hashTexts(texts: readonly Sentences[]): Uint32Array[] {
  const known = new Map<string, HashedWord>();
  const toWord = (word: string): HashedWord => {
    let hashed = known.get(word);
    if (hashed === undefined) {
      hashed = toHashedWord(word);
      known.set(word, hashed);
    }
    return hashed;
  };
  return texts.map((sentences) => {
    const counts = sentences.map(({ words }) => countWordNgrams(words.length, POLARITY_NGRAMS));
    const hashes = new Uint32Array(counts.reduce((sum, count) => sum + count, 0));
    let length = 0;
    for (const { words } of sentences) {
      length += writeWordNgrams(words.map(toWord), 1, POLARITY_NGRAMS, hashes.subarray(length));
    }
    return hashes.sort();
  });
}

/**
 * Counts the texts with each n-gram, and keeps the n-grams with enough of them, ascending.
 * @param texts the hashes of each text, ascending
 */
function countTexts(texts: readonly Uint32Array[]): Pick<PolarityMatrix, 'hashes' | 'numTexts'> {
  const all = new Uint32Array(texts.reduce((sum, { length }) => sum + length, 0));
  let length = 0;
  for (const text of texts) {
    for (const [i, hash] of text.entries()) if (i === 0 || hash !== text[i - 1]) all[length++] = hash;
  }
  const sorted = all.subarray(0, length).sort();
  const hashes: number[] = [];
  const numTexts: number[] = [];
  for (let start = 0, end = 0; start < length; start = end) {
    while (end < length && sorted[end] === sorted[start]) end++;
    if (end - start < MIN_TEXTS) continue;
    hashes.push(sorted[start]!);
    numTexts.push(end - start);
  }
  return { hashes: Uint32Array.from(hashes), numTexts: Uint32Array.from(numTexts) };
}

/**
 * Encodes the arrays for the model file: the n-grams that affect texts most, by |weight| · √(number of texts), as int8.
 * @param weights shape [number of n-grams]: the weights for the matrix's values
 */
export function encodePolarity(
  { hashes, scales, numTexts }: PolarityMatrix,
  weights: Float64Array,
): PolarityArrays {
  const scaled = weights.map((weight, i) => weight * scales[i]!);
  const importance = scaled.map((weight, i) => Math.abs(weight) * Math.sqrt(numTexts[i]!));
  const order = Uint32Array.from(hashes.keys()).sort((a, b) => importance[b]! - importance[a]! || a - b);
  const kept = order.subarray(0, MAX_NGRAMS).sort();
  const largest = kept.reduce((max, i) => Math.max(max, Math.abs(scaled[i]!)), 0);
  const scale = largest / 127 || 1;
  return {
    ...buildFeatureTable(Uint32Array.from(kept, (i) => hashes[i]!)),
    weights: Int8Array.from(kept, (i) => Math.round(scaled[i]! / scale)),
    scale: Float32Array.of(scale),
  };
}
