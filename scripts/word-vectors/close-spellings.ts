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

/** How many letters must be changed, added or left out (Levenshtein 1966). */
function editDistance(word: string, other: string): number {
  let before = Array.from({ length: other.length + 1 }, (_, j) => j);
  for (let i = 1; i <= word.length; i++) {
    const row = [i];
    for (let j = 1; j <= other.length; j++) {
      const changed = before[j - 1]! + Number(word[i - 1] !== other[j - 1]);
      row.push(Math.min(changed, before[j]! + 1, row[j - 1]! + 1));
    }
    before = row;
  }
  return before[other.length]!;
}
