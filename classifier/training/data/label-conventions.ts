/*
 * Conventions for labels. A convention sees all labels of a data set at once, because the meaning of 1 depends on the
 * other labels. It reads all of them or none.
 */

import { SENTIMENTS } from '../../src/sentiments.ts';

/** A label as spelled in a file. */
export interface FoundLabel {
  label: string;
  numTexts: number;
  /** The line of its first occurrence, from 1. */
  line: number;
}

/** Labels read as ordered classes. */
export interface ReadLabels {
  /** Shape [numLabels]: the class of each label. */
  classes: string[];
  /** The classes that occur, from negative to positive, without duplicates. */
  order: string[];
}

/** A convention for labels, with an example. */
interface Convention {
  name: string;
  example: { column?: string; labels: readonly string[]; classes: readonly string[] };
  /** Reads labels, given by their keys; `undefined` if they do not follow the convention. */
  read(keys: readonly string[], column: string): ReadLabels | undefined;
}

/** Sentiment names in order, each with its spellings. */
const ORDERED_NAMES = [
  ['very negative'],
  ['negative', 'neg'],
  ['somewhat negative'],
  ['neutral', 'neu'],
  ['somewhat positive'],
  ['positive', 'pos'],
  ['very positive'],
];
/** The five sentiments; the index is the label, 0 to 4. */
export const BY_NUMBER = ['negative', 'somewhat negative', 'neutral', 'somewhat positive', 'positive'];

const STARS = /^(\d+(?:\.\d+)?)(?: out of (?:5|10)(?:\.0)?(?: stars?)?| ?\/ ?(?:5|10)| stars?)$/;
const STAR_SIGNS = /^(★+)☆*$/;
/** Columns whose numbers are stars: `stars`, `star_rating` or `numStars`. */
const STAR_COLUMN = /stars?(?![a-z])/i;
/** Columns in which `true` is negative. */
const NEGATIVE_COLUMN = /neg|bad|toxic|hate|spam/i;

/**
 * The key of a label; labels with equal keys are the same. Case does not matter, nor do spaces, hyphens and underscores
 * between letters, nor the notation of a number: `1.0` is `1`.
 */
export function keyOf(label: string): string {
  const text = label.trim().toLowerCase();
  if (/^[+-]?\d+(\.\d+)?$/.test(text)) return String(Number(text) + 0); // no -0
  return text.replace(/(?<=[\p{L}\p{N}])[-_\s]+(?=[\p{L}\p{N}])/gu, ' ').replace(/\s+/g, ' ');
}

/** The numeric value of a key; `undefined` if it is not a number. */
export function numberOf(key: string): number | undefined {
  return /^-?\d+(\.\d+)?$/.test(key) ? Number(key) : undefined;
}

/** The rank of a name between very negative and very positive; `undefined` if it does not name a sentiment. */
function rankOf(key: string): number | undefined {
  const rank = ORDERED_NAMES.findIndex((spellings) => spellings.includes(key));
  return rank < 0 ? undefined : rank;
}

/** Reads labels that are sentiment names, such as `pos` or `somewhat negative`; `undefined` if any is not. */
export function readSentimentNames(keys: readonly string[]): ReadLabels | undefined {
  const ranks = keys.map(rankOf);
  return ranks.includes(undefined)
    ? undefined
    : inOrder(ranks as number[], (rank) => ORDERED_NAMES[rank]![0]!);
}

/** The number of stars in a label, with or without the word; `undefined` if it is not a number of stars. */
export function readStarsOf(label: string): number | undefined {
  const key = keyOf(label);
  return numberOf(key) ?? starsOf(key);
}

/** Reads labels that are 0 to 10 stars, with or without the word; `undefined` if any is not. */
export function readStars(keys: readonly string[]): ReadLabels | undefined {
  const stars = keys.map(readStarsOf);
  if (stars.some((n) => n === undefined || n < 0 || n > 10)) return undefined;
  return inOrder(stars as number[], (n) => (n === 1 ? '1 star' : `${n} stars`));
}

/**
 * Maps up to 5 or up to 10 stars to the five sentiments, in equal ranges; `undefined` if a label is not a number of
 * stars.
 */
export function readStarsAsSentiments(keys: readonly string[]): ReadLabels | undefined {
  const stars = keys.map(readStarsOf);
  if (stars.some((n) => n === undefined || n < 0 || n > 10)) return undefined;
  const mostStars = Math.max(...(stars as number[])) > 5 ? 10 : 5;
  const classes = (stars as number[]).map(
    (n) => SENTIMENTS[Math.max(0, Math.ceil((5 * n) / mostStars) - 1)]!,
  );
  return { classes, order: [...SENTIMENTS] };
}

function starsOf(key: string): number | undefined {
  const signs = STAR_SIGNS.exec(key)?.[1];
  const number = STARS.exec(key)?.[1];
  return signs?.length ?? (number === undefined ? undefined : Number(number));
}

/** A convention for exactly these labels, in any order; the first list that matches is used. */
function readExactly(lists: readonly Record<string, string>[]): Convention['read'] {
  return (keys) => {
    const list = lists.find((classOf) => {
      const own = Object.keys(classOf);
      return own.length === keys.length && keys.every((key) => own.includes(key));
    });
    if (list === undefined) return undefined;
    const classes = keys.map((key) => list[key]!);
    return { classes, order: readSentimentNames(classes)!.order };
  };
}

/** The classes of numbers that define their order. */
function inOrder(numbers: readonly number[], nameOf: (number: number) => string): ReadLabels {
  const order = [...new Set(numbers)].sort((a, b) => a - b).map(nameOf);
  return { classes: numbers.map(nameOf), order };
}

/** The unambiguous conventions; the first that matches is used. */
export const CONVENTIONS: readonly Convention[] = [
  {
    name: 'names of sentiments',
    example: { labels: ['Pos', 'neg', 'neutral'], classes: ['positive', 'negative', 'neutral'] },
    read: readSentimentNames,
  },
  {
    name: 'the five sentiments from 0 to 4',
    example: { labels: ['4', '0', '1.0', '2', '3'], classes: ['positive', ...BY_NUMBER.slice(0, 4)] },
    read: readExactly([Object.fromEntries(BY_NUMBER.map((name, label) => [label, name]))]),
  },
  {
    name: '-1 and 1, with or without 0',
    example: { labels: ['1', '-1', '0'], classes: ['positive', 'negative', 'neutral'] },
    read: readExactly([
      { '-1': 'negative', 0: 'neutral', 1: 'positive' },
      { '-1': 'negative', 1: 'positive' },
    ]),
  },
  {
    name: '0 and 4, with or without 2, as in Sentiment140',
    example: { labels: ['0', '4'], classes: ['negative', 'positive'] },
    read: readExactly([
      { 0: 'negative', 2: 'neutral', 4: 'positive' },
      { 0: 'negative', 4: 'positive' },
    ]),
  },
  {
    name: 'true and false',
    example: { labels: ['False', 'true'], classes: ['negative', 'positive'] },
    read: (keys, column) =>
      NEGATIVE_COLUMN.test(column)
        ? undefined
        : readExactly([{ false: 'negative', true: 'positive' }])(keys, column),
  },
  {
    name: 'stars in words or signs',
    example: {
      labels: ['4.0 out of 5 stars', '1.0 out of 5 stars', '5/5', '★★'],
      classes: ['4 stars', '1 star', '5 stars', '2 stars'],
    },
    read: (keys) => (keys.every((key) => starsOf(key) !== undefined) ? readStars(keys) : undefined),
  },
  {
    name: 'numbers up to 5 or 10 in a column of stars',
    example: {
      column: 'stars',
      labels: ['1', '2', '4', '5'],
      classes: ['1 star', '2 stars', '4 stars', '5 stars'],
    },
    read: (keys, column) => {
      const largest = Math.max(...keys.map((key) => numberOf(key) ?? 0));
      const areWhole = keys.every((key) => /^[1-9]\d*$/.test(key));
      return STAR_COLUMN.test(column) && areWhole && (largest === 5 || largest === 10)
        ? readStars(keys)
        : undefined;
    },
  },
];
