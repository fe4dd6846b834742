import { type FeatureTable, findFeatures } from './feature-table.ts';
import { countWordNgrams, type HashedWord, writeWordNgrams } from './ngrams.ts';

/** The word n-grams of a text that are in a table. */
export interface FoundNgrams {
  /** Shape [at least numFound]: the index of each in the table. Overwritten by the next call. */
  features: Uint32Array;
  numFound: number;
}

/**
 * Creates a function that finds the word n-grams of texts in a table.
 * @param shortest the length of the shortest n-gram to find, in words
 * @param longest the length of the longest n-gram
 * @param areDistinct whether an n-gram counts once a text, however often it occurs
 */
export function createNgramFinder(
  table: FeatureTable,
  shortest: number,
  longest: number,
  areDistinct = false,
): (words: readonly HashedWord[]) => FoundNgrams {
  let hashes = new Uint32Array(0);
  const found: FoundNgrams = { features: new Uint32Array(0), numFound: 0 };
  return (words) => {
    const most = countWordNgrams(words.length, longest);
    if (hashes.length < most) {
      hashes = new Uint32Array(2 * most);
      found.features = new Uint32Array(2 * most);
    }
    const count = writeWordNgrams(words, shortest, longest, hashes);
    const numWanted = areDistinct ? dropRepeated(hashes, count) : count;
    found.numFound = findFeatures(table, hashes, numWanted, found.features);
    return found;
  };
}

/** Keeps the first of equal hashes, and returns their number. */
function dropRepeated(hashes: Uint32Array, count: number): number {
  const distinct = new Set(hashes.subarray(0, count));
  let kept = 0;
  for (const hash of distinct) hashes[kept++] = hash;
  return kept;
}
