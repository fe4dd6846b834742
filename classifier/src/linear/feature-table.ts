import { ModelFormatError } from '../errors.ts';

/**
 * Feature hashes in ascending order, found through the number of hashes below each of the equal ranges that
 * their highest bits divide them into. It lies in the model file as it is: nothing is built at start.
 */
export interface FeatureTable {
  /** Shape [numFeatures], ascending, each once. */
  hashes: Uint32Array;
  /** Shape [numRanges + 1], numRanges a power of two: where each range of hashes begins. */
  rangeStarts: Uint32Array;
}

/** A feature's index in `hashes`, or -1. */
export function findFeature({ hashes, rangeStarts }: FeatureTable, hash: number): number {
  const range = hash >>> (Math.clz32(rangeStarts.length - 1) + 1);
  const end = rangeStarts[range + 1]!;
  for (let i = rangeStarts[range]!; i < end; i++) {
    const found = hashes[i]!;
    if (found >= hash) return found === hash ? i : -1;
  }
  return -1;
}

/**
 * Refuses a table in which a search would not end. Hashes out of order are only not found, and looking at each costs
 * a tenth of a start.
 * @param what whose table it is, for the message
 * @throws ModelFormatError
 */
export function checkFeatureTable(what: string, { hashes, rangeStarts }: FeatureTable): void {
  const numRanges = rangeStarts.length - 1;
  if (numRanges < 2 || !Number.isInteger(Math.log2(numRanges))) {
    throw new ModelFormatError(`${what} has ${numRanges} ranges of hashes, expected 2, 4, 8 or so on`);
  }
  const ends = [rangeStarts[0], rangeStarts[numRanges]];
  if (!isAscending(rangeStarts) || ends[0] !== 0 || ends[1] !== hashes.length) {
    throw new ModelFormatError(
      `${what} has ranges of hashes from ${ends[0]} to ${ends[1]}, expected from 0 to ${hashes.length}, ascending`,
    );
  }
}

function isAscending(numbers: Uint32Array): boolean {
  for (let i = 1; i < numbers.length; i++) if (numbers[i]! < numbers[i - 1]!) return false;
  return true;
}

/**
 * A table of these hashes.
 * @param hashes ascending, each once
 * @param rangeBits how many of a hash's highest bits name its range, 1 to 24
 */
export function buildFeatureTable(hashes: Uint32Array, rangeBits: number): FeatureTable {
  const rangeStarts = new Uint32Array(2 ** rangeBits + 1);
  for (const hash of hashes) rangeStarts[(hash >>> (32 - rangeBits)) + 1]!++;
  for (let range = 1; range < rangeStarts.length; range++) rangeStarts[range]! += rangeStarts[range - 1]!;
  return { hashes, rangeStarts };
}
