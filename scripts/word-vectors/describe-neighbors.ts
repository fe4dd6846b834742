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

/** Words of opposite opinions that stand in the same places: vectors that know places alone take them for near. */
const TEST_PAIRS = [
  ['happy', 'sad'],
  ['good', 'bad'],
  ['great', 'terrible'],
  ['funny', 'boring'],
] as const;
const MAX_SPELLINGS = 5;

/** The words asked for that have a vector, as the table spells them, and what is to be said of each of the others. */
export interface FoundWords {
  known: string[];
  problems: string[];
}

/** Looks words up as they are written, else in lower case; one that comes twice is found once. */
export function findWords(table: WordVectorTable, words: readonly string[]): FoundWords {
  const inTable = new Set(table.words);
  const spelled = words.map((word) => (inTable.has(word) ? word : word.toLowerCase()));
  return {
    known: [...new Set(spelled.filter((word) => inTable.has(word)))],
    problems: words.filter((_, i) => !inTable.has(spelled[i]!)).map((word) => describeUnknown(word, table)),
  };
}

/**
 * The nearest words of each word, and how near the words of the test pairs are, as tables.
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

/** The words nearest to a sum of words, as a table. */
export function describeAnalogy(table: WordVectorTable, terms: readonly Term[], count: number): string {
  const sum = terms.map(({ word, sign }, i) =>
    i === 0 && sign > 0 ? word : `${sign > 0 ? '+' : '−'} ${word}`,
  );
  return tableOf(`nearest to ${sum.join(' ')}`, 'cosine', findAnalogous(table, terms, count));
}

/** How much each word has in common with the others, the odd one first, as a table. */
export function describeOdd(table: WordVectorTable, words: readonly string[]): string {
  return tableOf('the odd one first', 'mean cosine with the others', findOdd(table, words));
}

const tableOf = (head: string, measure: string, found: readonly Neighbor[]): string =>
  markdownTable(
    [head, measure],
    found.map(({ word, cosine }) => [word, cosine.toFixed(3)]),
  );

/** That a word has no vector, with those spelled like it. */
function describeUnknown(word: string, { name, words }: WordVectorTable): string {
  const spellings = findCloseSpellings(word.toLowerCase(), words, MAX_SPELLINGS);
  const advice =
    spellings.length > 0
      ? `did you mean ${spellings.join(', ')}?`
      : 'expected another word, or other vectors by --vectors';
  return `${name} has no vector of "${word}"; ${advice}`;
}
