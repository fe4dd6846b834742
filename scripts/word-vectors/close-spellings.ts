import { distance as editDistance } from 'fastest-levenshtein';

/** A longer distance than this makes another word, in a short word even that. */
const MAX_DISTANCE = 2;
const SHORT_LENGTH = 4;

/**
 * The words spelled most like `word`: one letter other, added or left out, then two; of one distance in their order.
 * @param words as they are to be preferred, such as the most frequent first
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
