import type { Allocate } from './arena.ts';
import type { Kernel } from './kernel/kernel.ts';
import { findWord, subwordsOf, type WordVectors } from './word-vectors.ts';

/** Word vectors as int8, as in a model file. */
export interface ShortVectors extends WordVectors {
  vectors: Int8Array;
  subwords: Int8Array;
}

/**
 * Writes the vector of a word, its own or the mean of its subword vectors, as integers of at most `LARGEST_NUMBER`.
 * @param out address of the output, int16 [numDimensions]
 * @param scale address of the output scale, a float32
 */
export type WriteVector = (word: string, out: number, scale: number) => void;

/** With vectors of 14 bits, weights may have 13 bits without overflow at 100 dimensions. */
export const LARGEST_NUMBER = 2 ** 13 - 1;
/** The most subwords added in one call. */
const NUM_SUBWORDS = 64;

/**
 * Allocates memory for subword vectors.
 * @returns a function that creates the vector writer in a kernel with that memory
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

    /** Writes the numbers of a word's vector and returns their scale. */
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
      return subwordScale[0]! / Math.max(1, found.length); // an empty word has no subwords
    }

    return (word, out, scale) => {
      const unit = writeNumbers(word);
      kernel.quantize(sum, out, scale, numDimensions, LARGEST_NUMBER);
      floats[scale / 4]! *= unit;
    };
  };
}
