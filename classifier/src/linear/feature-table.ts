import { ModelFormatError } from '../errors.ts';

/**
 * Feature hashes in ascending order: their higher halves say in which range each stands, their lower halves stand side by
 * side. It lies in the model file as it is: nothing is built at start.
 */
export interface FeatureTable {
  /** Shape [numFeatures]: the lower 16 bits of each hash, ascending within a range. */
  hashes: Uint16Array;
  /** Shape [65,537]: where the hashes of the same higher 16 bits begin. */
  rangeStarts: Uint32Array;
}

const NUM_RANGES = 2 ** 16;

/**
 * A feature's index in `hashes`, or -1. A search ends with the last hash, whatever ranges a damaged file has: to look at
 * each of them would be a good part of a start.
 */
export function findFeature({ hashes, rangeStarts }: FeatureTable, hash: number): number {
  const range = hash >>> 16;
  const rest = hash & 0xffff;
  const end = Math.min(rangeStarts[range + 1]!, hashes.length);
  for (let i = rangeStarts[range]!; i < end; i++) {
    const found = hashes[i]!;
    if (found >= rest) return found === rest ? i : -1;
  }
  return -1;
}

/** The hashes of a table, ascending. */
export function hashesOf({ hashes, rangeStarts }: FeatureTable): Uint32Array {
  let range = 0;
  return Uint32Array.from(hashes, (rest, i) => {
    while (rangeStarts[range + 1]! <= i) range++;
    return range * NUM_RANGES + rest;
  });
}

/**
 * Refuses a table whose ranges are not as many as they must be, or not those of its hashes. What is out of order between
 * the first and the last is only not found.
 * @param what whose table it is, for the message
 * @throws ModelFormatError
 */
export function checkFeatureTable(what: string, { hashes, rangeStarts }: FeatureTable): void {
  const numRanges = rangeStarts.length - 1;
  if (numRanges !== NUM_RANGES) {
    throw new ModelFormatError(`${what} has ${numRanges} ranges of hashes, expected ${NUM_RANGES}`);
  }
  const ends = [rangeStarts[0], rangeStarts[numRanges]];
  if (ends[0] !== 0 || ends[1] !== hashes.length) {
    throw new ModelFormatError(
      `${what} has ranges of hashes from ${ends[0]} to ${ends[1]}, expected from 0 to ${hashes.length}`,
    );
  }
}

/**
 * A table of these hashes.
 * @param hashes ascending, each once
 */
export function buildFeatureTable(hashes: Uint32Array): FeatureTable {
  const rangeStarts = new Uint32Array(NUM_RANGES + 1);
  for (const hash of hashes) rangeStarts[(hash >>> 16) + 1]!++;
  for (let range = 1; range < rangeStarts.length; range++) rangeStarts[range]! += rangeStarts[range - 1]!;
  return { hashes: Uint16Array.from(hashes, (hash) => hash & 0xffff), rangeStarts };
}
