import { collectNgrams, NGRAM_GROUPS, type NgramSettings } from '../../src/linear/ngrams.ts';

/**
 * Finds the n-grams that occur in at least `minTexts` texts. Of a large data set there are more n-grams than a `Map` can
 * hold (2²⁴), so they are sorted in place of being looked up: 4 bytes for each distinct n-gram of each text.
 * @returns their hashes, ascending
 */
export function findFrequentNgrams(
  texts: Iterable<{ words: readonly string[] }>,
  settings: NgramSettings,
  minTexts: number,
): Uint32Array {
  let hashes = new Uint32Array(1 << 16);
  let numHashes = 0;
  for (const { words } of texts) {
    const ngrams = collectNgrams(words, settings);
    const distinct = new Set(NGRAM_GROUPS.flatMap((group) => ngrams[group]));
    if (numHashes + distinct.size > hashes.length) {
      const grown = new Uint32Array(2 * (numHashes + distinct.size));
      grown.set(hashes);
      hashes = grown;
    }
    for (const hash of distinct) hashes[numHashes++] = hash;
  }
  return takeRepeated(hashes.subarray(0, numHashes).sort(), minTexts);
}

/**
 * Merges two sets of hashes.
 * @returns each hash once, ascending
 */
export function mergeHashes(some: Uint32Array, others: Uint32Array): Uint32Array {
  const all = new Uint32Array(some.length + others.length);
  all.set(some);
  all.set(others, some.length);
  return takeRepeated(all.sort(), 1);
}

/** The values that occur at least `least` times, each once. @param sorted ascending; overwritten */
function takeRepeated(sorted: Uint32Array, least: number): Uint32Array {
  let numTaken = 0;
  for (let start = 0, end = 0; start < sorted.length; start = end) {
    const value = sorted[start]!;
    while (end < sorted.length && sorted[end] === value) end++;
    if (end - start >= least) sorted[numTaken++] = value;
  }
  return sorted.slice(0, numTaken);
}
