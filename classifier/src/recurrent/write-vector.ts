import type { Allocate } from './arena.ts';
import type { Kernel } from './kernel/kernel.ts';
import { findWord, subwordsOf, type WordVectors } from './word-vectors.ts';

/** Word vectors in 8 bits, as a model file holds them. */
export interface ShortVectors extends WordVectors {
  vectors: Int8Array;
  subwords: Int8Array;
}

/**
 * Writes the vector of a word, its own or else the mean of its subwords, in whole numbers up to `LARGEST_NUMBER`.
 * @param out where the shorts [numDimensions] are written
 * @param scale where it is written what 1 is in them, a float
 */
export type WriteVector = (word: string, out: number, scale: number) => void;

/** Vectors in 14 bits leave their weights 13, on 100 dimensions. */
export const LARGEST_NUMBER = 2 ** 13 - 1;
/** So many subwords are added at once. */
const NUM_SUBWORDS = 64;

/**
 * Sets memory aside for the vectors of subwords.
 * @returns what writes vectors in the kernel whose memory it is
 */
export function allocateWriteVector(
  allocate: Allocate,
  parameters: ShortVectors,
  numDimensions: number,
): (kernel: Kernel) => WriteVector {
  const { vectors, scales, subwords, subwordScale } = parameters;
  const numSubwords = subwords.length / numDimensions;
  const subwordsPlace = allocate(subwords.length);
  const rows = allocate(4 * NUM_SUBWORDS);
  const sum = allocate(4 * numDimensions);

  return (kernel) => {
    new Int8Array(kernel.memory).set(subwords, subwordsPlace);
    const rowPlaces = new Int32Array(kernel.memory, rows, NUM_SUBWORDS);
    const numbers = new Float32Array(kernel.memory, sum, numDimensions);
    const floats = new Float32Array(kernel.memory);

    /** In units of what is given back. */
    function writeNumbers(word: string): number {
      const row = findWord(parameters, word);
      if (row >= 0) {
        const from = row * numDimensions;
        for (let i = 0; i < numDimensions; i++) numbers[i] = vectors[from + i]!;
        return scales[row]!;
      }
      numbers.fill(0);
      const found = subwordsOf(word, numSubwords);
      for (let first = 0; first < found.length; first += NUM_SUBWORDS) {
        const count = Math.min(found.length - first, NUM_SUBWORDS);
        for (let i = 0; i < count; i++) rowPlaces[i] = subwordsPlace + found[first + i]! * numDimensions;
        kernel.addRows(rows, sum, count, numDimensions);
      }
      return subwordScale[0]! / Math.max(1, found.length); // an empty word has none
    }

    return (word, out, scale) => {
      const unit = writeNumbers(word);
      kernel.quantize(sum, out, scale, numDimensions, LARGEST_NUMBER);
      floats[scale / 4]! *= unit;
    };
  };
}
