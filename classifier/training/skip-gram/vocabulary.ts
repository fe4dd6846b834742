import { ClassifierError } from '../../src/errors.ts';
import { createShared } from '../threads/shared-memory.ts';

/** The words that get a vector. */
export interface SkipGramVocabulary {
  /** The words, most frequent first; ties are in order of appearance. */
  words: string[];
  /** Shape [numWords]: the number of occurrences of each word. */
  counts: Uint32Array;
  /** Each word's index in `words`. */
  rowOf: ReadonlyMap<string, number>;
}

/** The size of the table of negative samples; every word of the treebank has at least 20 entries. */
const TABLE_LENGTH = 2 ** 20;

/**
 * Counts the words that occur at least `minCount` times.
 * @throws ClassifierError with code `SETTINGS` when there are none
 */
export function countWords(sentences: readonly (readonly string[])[], minCount: number): SkipGramVocabulary {
  const counts = new Map<string, number>();
  for (const words of sentences) for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  const kept = [...counts].filter(([, count]) => count >= minCount).sort(([, a], [, b]) => b - a);
  if (kept.length === 0) {
    const most = Math.max(0, ...counts.values());
    throw new ClassifierError(
      'SETTINGS',
      `no word occurs ${minCount} times in the texts, the most frequent one ${most} times; expected a lower minCount or more texts`,
    );
  }
  return {
    words: kept.map(([word]) => word),
    counts: Uint32Array.from(kept, ([, count]) => count),
    rowOf: new Map(kept.map(([word], row) => [word, row])),
  };
}

/**
 * Computes the probability of keeping an occurrence of each word, so that frequent words, which tell little about their
 * neighbours, do not dominate training: min(1, √(t / f)), or 1 minus the probability of equation 5 of Mikolov et al.
 * 2013.
 * @param counts shape [numWords]
 * @param subsampling t, as a share of all occurrences
 * @param out shape [numWords]: each above 0 and at most 1
 */
export function writeKeepProbabilities(counts: Uint32Array, subsampling: number, out: Float32Array): void {
  const total = counts.reduce((sum, count) => sum + count, 0);
  for (const [row, count] of counts.entries()) {
    out[row] = Math.min(1, Math.sqrt((subsampling * total) / count));
  }
}

/**
 * Builds the table for drawing negative samples uniformly. A word's share of entries is proportional to its count to
 * the power of 3/4 (Mikolov et al. 2013, section 2.2).
 * @param counts shape [numWords]
 * @returns shape [TABLE_LENGTH]: the word of each entry, in shared memory
 */
export function layOutNegatives(counts: Uint32Array): Uint32Array<SharedArrayBuffer> {
  // Roots instead of a power: V8 may round a power differently before and after it optimizes a function.
  const shares = Float64Array.from(counts, (count) => Math.sqrt(count) * Math.sqrt(Math.sqrt(count)));
  const total = shares.reduce((sum, share) => sum + share, 0);
  const table = createShared('uint32', TABLE_LENGTH);
  let sum = 0;
  for (const [row, share] of shares.entries()) {
    const start = Math.round((sum / total) * TABLE_LENGTH);
    sum += share;
    table.fill(row, start, Math.round((sum / total) * TABLE_LENGTH));
  }
  return table;
}
