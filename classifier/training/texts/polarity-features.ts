import { buildFeatureTable } from '../../src/linear/feature-table.ts';
import { type HashedWord, toHashedWord, visitWordNgrams } from '../../src/linear/ngrams.ts';
import type { PolarityArrays } from '../../src/text/ngram-polarity.ts';
import type { SparseMatrix } from '../linear/features.ts';

/** The longest n-gram of words. */
export const POLARITY_NGRAMS = 2;
/** In how many texts an n-gram must stand. */
const MIN_TEXTS = 8;
/** How many n-grams a model file keeps. */
const MAX_NGRAMS = 60_000;

/** The n-grams of whole texts, row by row; an index is a place in `hashes`. */
export interface PolarityMatrix extends Omit<SparseMatrix, 'numFeatures'> {
  /** Shape [numEntries]: how often each stands in the text, divided by √(number of its n-grams), times its `scales`. */
  values: Float32Array;
  /** The n-grams' hashes, ascending. */
  hashes: Uint32Array;
  /** Shape [number of n-grams]: the inverse document frequency, log(1 + texts / texts with it). */
  scales: Float64Array;
  /** Shape [number of n-grams]: in how many texts each stands. */
  numTexts: Uint32Array;
}

/** The words of the sentences of a text. */
type Sentences = readonly { words: readonly string[] }[];

/** The n-grams that stand in enough of the texts, and how often they stand in each. */
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

/** The hashes of each text's n-grams, ascending, each as often as it stands in the text. */
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
    const hashes: number[] = [];
    for (const { words } of sentences) {
      visitWordNgrams(words.map(toWord), 1, POLARITY_NGRAMS, (hash) => hashes.push(hash));
    }
    return Uint32Array.from(hashes).sort();
  });
}

/** The n-grams that stand in enough texts, ascending, and in how many. @param texts ascending each */
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
 * The arrays of a model file: the n-grams that move texts most, |weight| · √(number of texts), in 8 bits.
 * @param weights shape [number of n-grams], of the matrix's values
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
