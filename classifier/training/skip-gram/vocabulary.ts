import { ClassifierError } from '../../src/errors.ts';
import { createShared } from '../threads/shared-memory.ts';

/** The words that get a vector. */
export interface SkipGramVocabulary {
  /** The most frequent first, those of one count in the order in which they come. */
  words: string[];
  /** Shape [numWords]: how often each stands in the sentences. */
  counts: Uint32Array;
  /** Each word's index in `words`. */
  rowOf: ReadonlyMap<string, number>;
}

/** How many entries the table has from which negatives are drawn; a word of the treebank has 20 at least. */
const TABLE_LENGTH = 2 ** 20;

/**
 * The words that stand in the sentences at least `minCount` times.
 * @throws ClassifierError with code `SETTINGS` where there is none
 */
export function countWords(sentences: readonly (readonly string[])[], minCount: number): SkipGramVocabulary {
  const counts = new Map<string, number>();
  for (const words of sentences) for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  const kept = [...counts].filter(([, count]) => count >= minCount).sort(([, a], [, b]) => b - a);
  if (kept.length === 0) {
    const most = Math.max(0, ...counts.values());
    throw new ClassifierError(
      'SETTINGS',
      `no word stands in the texts ${minCount} times, the most frequent one ${most} times; expected a lower minCount or more texts`,
    );
  }
  return {
    words: kept.map(([word]) => word),
    counts: Uint32Array.from(kept, ([, count]) => count),
    rowOf: new Map(kept.map(([word], row) => [word, row])),
  };
}

/**
 * How likely each word is kept where it stands, so that frequent words, which say little of their neighbors, do not
 * take up the training: min(1, √(t / f)), which is 1 minus the probability of equation 5 of Mikolov et al. 2013.
 * @param counts shape [numWords]
 * @param subsampling t, as a share of all words
 * @param out shape [numWords]: each above 0 and at most 1
 */
export function writeKeepProbabilities(counts: Uint32Array, subsampling: number, out: Float32Array): void {
  const total = counts.reduce((sum, count) => sum + count, 0);
  for (const [row, count] of counts.entries()) {
    out[row] = Math.min(1, Math.sqrt((subsampling * total) / count));
  }
}

/**
 * The table from which negatives are drawn, each entry with the same chance: of its entries a word has the share that
 * its count to the power of 3/4 has of those of all words (Mikolov et al. 2013, section 2.2).
 * @param counts shape [numWords]
 * @returns shape [TABLE_LENGTH]: the word of each entry, in shared memory
 */
export function layOutNegatives(counts: Uint32Array): Uint32Array<SharedArrayBuffer> {
  // Roots, not a power, which V8 need not round alike before and after it optimizes a function.
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
