import { markdownTable } from '../markdown-table.ts';
import { UsageError } from '../run-program.ts';
import { findCloseSpellings } from './close-spellings.ts';
import { cosine, findNearest, type WordVectorTable } from './word-vector-table.ts';

/** Words of opposite opinions that stand in the same places: vectors that know places alone take them for near. */
export const TEST_PAIRS = [
  ['happy', 'sad'],
  ['good', 'bad'],
  ['great', 'terrible'],
  ['funny', 'boring'],
] as const;
const MAX_SPELLINGS = 5;

/**
 * The nearest words of each word, and how near the words of the test pairs are, as tables.
 * @throws UsageError for a word without a vector, with those spelled like it
 */
export function describeNeighbors(table: WordVectorTable, words: readonly string[], count: number): string {
  const known = new Set(table.words);
  for (const word of words) if (!known.has(word)) throw unknownWord(word, table);
  const nearest = words.map((word) =>
    markdownTable(
      [`nearest to ${word}`, 'cosine'],
      findNearest(table, word, count).map((found) => [found.word, found.cosine.toFixed(3)]),
    ),
  );
  const pairs = TEST_PAIRS.map(([a, b]) => [
    `${a} – ${b}`,
    known.has(a) && known.has(b) ? cosine(table, a, b).toFixed(3) : 'unknown',
  ]);
  return [...nearest, markdownTable(['test pair', 'cosine'], pairs)].join('\n\n');
}

function unknownWord(word: string, { name, words }: WordVectorTable): UsageError {
  const spellings = findCloseSpellings(word, words, MAX_SPELLINGS);
  const advice =
    spellings.length > 0
      ? `did you mean ${spellings.join(', ')}?`
      : `expected one of its ${words.length} words, or other vectors by --vectors`;
  return new UsageError(`${name} has no vector of "${word}"; ${advice}`);
}
