/*
 * How people write labels. A convention is given all labels of a data set at once, since what 1 stands for depends on
 * what stands beside it, and takes them all or none.
 */

import { SENTIMENTS } from '../../src/sentiments.ts';

/** A label as it stands in a file. */
export interface FoundLabel {
  label: string;
  numTexts: number;
  /** Where it stands first, from 1. */
  line: number;
}

/** The classes of labels, in their order. */
export interface ReadLabels {
  /** The class of each label, shape [numLabels]. */
  classes: string[];
  /** The classes that occur, each once, from negative to positive. */
  order: string[];
}

/** A way to write labels, with an example of it. */
interface Convention {
  name: string;
  example: { column?: string; labels: readonly string[]; classes: readonly string[] };
  /** The classes of labels, by their keys; `undefined` where they are not written so. */
  read(keys: readonly string[], column: string): ReadLabels | undefined;
}

/** Names of sentiments in their order, each with other spellings. */
const ORDERED_NAMES = [
  ['very negative'],
  ['negative', 'neg'],
  ['somewhat negative'],
  ['neutral', 'neu'],
  ['somewhat positive'],
  ['positive', 'pos'],
  ['very positive'],
];
/** The five sentiments, by their labels 0 to 4. */
export const BY_NUMBER = ['negative', 'somewhat negative', 'neutral', 'somewhat positive', 'positive'];

const STARS = /^(\d+(?:\.\d+)?)(?: out of (?:5|10)(?:\.0)?(?: stars?)?| ?\/ ?(?:5|10)| stars?)$/;
const STAR_SIGNS = /^(★+)☆*$/;
/** Columns whose numbers are stars, such as `stars`, `star_rating` or `numStars`. */
const STAR_COLUMN = /stars?(?![a-z])/i;
/** Columns in which `true` is no praise. */
const NEGATIVE_COLUMN = /neg|bad|toxic|hate|spam/i;

/**
 * What makes labels the same: case, spaces, hyphens and underscores between letters, and how a number is written do not
 * count, so that `1.0` is `1`.
 */
export function keyOf(label: string): string {
  const text = label.trim().toLowerCase();
  if (/^[+-]?\d+(\.\d+)?$/.test(text)) return String(Number(text) + 0); // no -0
  return text.replace(/(?<=[\p{L}\p{N}])[-_\s]+(?=[\p{L}\p{N}])/gu, ' ').replace(/\s+/g, ' ');
}

/** The number that a key is, `undefined` for other keys. */
export function numberOf(key: string): number | undefined {
  return /^-?\d+(\.\d+)?$/.test(key) ? Number(key) : undefined;
}

/** Where a name stands between very negative and very positive, `undefined` for a name that is none of a sentiment. */
function rankOf(key: string): number | undefined {
  const rank = ORDERED_NAMES.findIndex((spellings) => spellings.includes(key));
  return rank < 0 ? undefined : rank;
}

/** Labels that are names of sentiments, such as `pos` or `somewhat negative`. */
export function readSentimentNames(keys: readonly string[]): ReadLabels | undefined {
  const ranks = keys.map(rankOf);
  return ranks.includes(undefined)
    ? undefined
    : inOrder(ranks as number[], (rank) => ORDERED_NAMES[rank]![0]!);
}

/** How many stars a label tells, with or without a word for them; `undefined` for another. */
export function readStarsOf(label: string): number | undefined {
  const key = keyOf(label);
  return numberOf(key) ?? starsOf(key);
}

/** Labels that are stars, from half a star to ten, with or without a word for them. */
export function readStars(keys: readonly string[]): ReadLabels | undefined {
  const stars = keys.map(readStarsOf);
  if (stars.some((n) => n === undefined || n < 0 || n > 10)) return undefined;
  return inOrder(stars as number[], (n) => (n === 1 ? '1 star' : `${n} stars`));
}

/** Up to 5 or up to 10 stars as the five sentiments: a fifth of the stars each. */
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

/** Labels that are just these, in any order; of several lists the first that fits. */
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

/** The classes of numbers that tell their order. */
function inOrder(numbers: readonly number[], nameOf: (number: number) => string): ReadLabels {
  const order = [...new Set(numbers)].sort((a, b) => a - b).map(nameOf);
  return { classes: numbers.map(nameOf), order };
}

/** How labels are written where there is no doubt of what they stand for; the first that fits is taken. */
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
    name: '0 and 4, with or without 2, as Sentiment140 has it',
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
