import { distance as editDistance } from 'fastest-levenshtein';

/** The maximum edit distance of a similar spelling; less for short words. */
const MAX_DISTANCE = 2;
const SHORT_LENGTH = 4;

/**
 * Finds the words whose spelling is most similar to `word`: first those at edit distance 1, then 2. Equal distances
 * keep the order of `words`.
 * @param words in order of preference, such as the most frequent first
 */
export function findCloseSpellings(word: string, words: readonly string[], count: number): string[] {
  const limit = word.length <= SHORT_LENGTH ? 1 : MAX_DISTANCE;
  return words
    .filter((other) => Math.abs(other.length - word.length) <= limit)
    .map((other) => ({ other, distance: editDistance(word, other) }))
    .filter(({ distance }) => distance <= limit)
    .sort((a, b) => a.distance - b.distance)
    .slice(0, count)
    .map(({ other }) => other);
}
