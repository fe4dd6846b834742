import { ModelFormatError } from '../errors.ts';

/**
 * Feature hashes of 32 bits in ascending order. The upper 16 bits of a hash select a range; only the lower 16 bits are
 * stored. The model file holds the table in this form, so nothing is built at startup.
 */
export interface FeatureTable {
  /** Shape [numFeatures]: the lower 16 bits of each hash, ascending within a range. */
  hashes: Uint16Array;
  /** Shape [65,537]: the index in `hashes` at which the range of each upper half begins, and the end of the last. */
  rangeStarts: Uint32Array;
}

const NUM_RANGES = 2 ** 16;

/**
 * Finds the index of a hash in `hashes`; -1 if it is not there. The search never passes the end of `hashes`, even if a
 * damaged file has wrong ranges; checking all ranges would slow down startup.
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

/** The first hash of the range of each wanted hash, for `findFeatures`; it grows. */
let firstHashes = new Uint16Array(256);

/**
 * Finds the indices of several hashes at once. In each pass the reads do not depend on each other, so that the
 * processor can wait for many of them at the same time; one by one, half the time is spent waiting for memory.
 * @param wanted shape [at least `numWanted`]: the hashes
 * @param found shape [at least `numWanted`]: the output, the index of each hash that is in the table
 * @returns the number of indices written
 */
export function findFeatures(
  { hashes, rangeStarts }: FeatureTable,
  wanted: Uint32Array,
  numWanted: number,
  found: Uint32Array,
): number {
  if (firstHashes.length < numWanted) firstHashes = new Uint16Array(2 * numWanted);
  const firsts = firstHashes;
  for (let i = 0; i < numWanted; i++) found[i] = rangeStarts[wanted[i]! >>> 16]!;
  for (let i = 0; i < numWanted; i++) firsts[i] = hashes[found[i]!]!;
  let numFound = 0;
  for (let i = 0; i < numWanted; i++) {
    const rest = wanted[i]! & 0xffff;
    const end = Math.min(rangeStarts[(wanted[i]! >>> 16) + 1]!, hashes.length);
    let at = found[i]!;
    let hash = firsts[i]!;
    while (hash < rest && ++at < end) hash = hashes[at]!;
    if (hash === rest && at < end) found[numFound++] = at;
  }
  return numFound;
}

/** The full hashes of a table, in ascending order. */
export function hashesOf({ hashes, rangeStarts }: FeatureTable): Uint32Array {
  let range = 0;
  return Uint32Array.from(hashes, (rest, i) => {
    while (rangeStarts[range + 1]! <= i) range++;
    return range * NUM_RANGES + rest;
  });
}

/**
 * Checks the number of ranges, and that they cover `hashes`. The order within is not checked: a hash out of order is
 * merely not found.
 * @param what the owner of the table, for the message
 * @throws ModelFormatError when the ranges do not fit
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
 * Builds a table.
 * @param hashes ascending, without duplicates
 */
export function buildFeatureTable(hashes: Uint32Array): FeatureTable {
  const rangeStarts = new Uint32Array(NUM_RANGES + 1);
  for (const hash of hashes) rangeStarts[(hash >>> 16) + 1]!++;
  for (let range = 1; range < rangeStarts.length; range++) rangeStarts[range]! += rangeStarts[range - 1]!;
  return { hashes: Uint16Array.from(hashes, (hash) => hash & 0xffff), rangeStarts };
}
