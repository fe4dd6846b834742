import { markdownTable } from '../program/markdown-table.ts';
import { findCloseSpellings } from './close-spellings.ts';
import {
  cosine,
  findAnalogous,
  findNearest,
  findOdd,
  type Neighbor,
  type Term,
  type WordVectorTable,
} from './word-vector-table.ts';

/**
 * Words of opposite sentiment that occur in the same contexts, so that vectors learned only from contexts are close.
 */
const TEST_PAIRS = [
  ['happy', 'sad'],
  ['good', 'bad'],
  ['great', 'terrible'],
  ['funny', 'boring'],
] as const;
const MAX_SPELLINGS = 5;

/** The result of a lookup: the words with a vector, in the table's spelling, and a message for each other word. */
export interface FoundWords {
  known: string[];
  problems: string[];
}

/** Looks words up as written, else in lower case. Repeated words are returned once. */
export function findWords(table: WordVectorTable, words: readonly string[]): FoundWords {
  const inTable = new Set(table.words);
  const spelled = words.map((word) => (inTable.has(word) ? word : word.toLowerCase()));
  return {
    known: [...new Set(spelled.filter((word) => inTable.has(word)))],
    problems: words.filter((_, i) => !inTable.has(spelled[i]!)).map((word) => describeUnknown(word, table)),
  };
}

/**
 * Formats the nearest neighbors of each word, and the nearness of the test pairs, as tables.
 * @throws RangeError for a word without a vector
 */
export function describeNeighbors(table: WordVectorTable, words: readonly string[], count: number): string {
  const known = new Set(table.words);
  const nearest = words.map((word) =>
    tableOf(`nearest to ${word}`, 'cosine', findNearest(table, word, count)),
  );
  const pairs = TEST_PAIRS.map(([a, b]) => [
    `${a} – ${b}`,
    known.has(a) && known.has(b) ? cosine(table, a, b).toFixed(3) : 'unknown',
  ]);
  return [...nearest, markdownTable(['test pair', 'cosine'], pairs)].join('\n\n');
}

/** Formats the words nearest to a sum of words as a table. */
export function describeAnalogy(table: WordVectorTable, terms: readonly Term[], count: number): string {
  const sum = terms.map(({ word, sign }, i) =>
    i === 0 && sign > 0 ? word : `${sign > 0 ? '+' : '−'} ${word}`,
  );
  return tableOf(`nearest to ${sum.join(' ')}`, 'cosine', findAnalogous(table, terms, count));
}

/** Formats the mean cosine of each word with the others as a table, the odd one first. */
export function describeOdd(table: WordVectorTable, words: readonly string[]): string {
  return tableOf('the odd one first', 'mean cosine with the others', findOdd(table, words));
}

const tableOf = (head: string, measure: string, found: readonly Neighbor[]): string =>
  markdownTable(
    [head, measure],
    found.map(({ word, cosine }) => [word, cosine.toFixed(3)]),
  );

/** The message for a word without a vector, with similar spellings. */
function describeUnknown(word: string, { name, words }: WordVectorTable): string {
  const spellings = findCloseSpellings(word.toLowerCase(), words, MAX_SPELLINGS);
  const advice =
    spellings.length > 0
      ? `did you mean ${spellings.join(', ')}?`
      : 'expected another word, or other vectors with --vectors';
  return `${name} has no vector for "${word}"; ${advice}`;
}
