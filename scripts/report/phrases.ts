import { count, plural } from '../program/numbers.ts';

export { count, plural };

/** Formats a share, 0..1, such as `51 %`; with one more digit near 0 and 100, such as `1.6 %`. */
export function percent(share: number): string {
  const points = share * 100;
  const isNearEnd = points < 9.95 || points > 99.05;
  return `${points.toFixed(isNearEnd && points !== 0 && points !== 100 ? 1 : 0)} %`;
}

/** Formats a share, 0..1, as a number of 1,000, such as `51`; with one more digit below 10, such as `1.6`. */
export function perMille(share: number): string {
  const points = share * 1000;
  return points.toFixed(points > 0 && points < 9.95 ? 1 : 0);
}

/** Puts words in quotes, such as `“funny”`. */
export const quote = (words: string): string => `“${words}”`;

/** Joins items, such as `a, b and c`. */
export const list = (items: readonly string[]): string => new Intl.ListFormat('en-GB').format(items);

const EXCERPT_LENGTH = 140;
const EXCERPT_BEFORE = 60;

/** Cuts a text to about one line around the first occurrence of `word`, or to its beginning. */
export function excerpt(text: string, word = ''): string {
  const place = Math.max(0, text.toLowerCase().indexOf(word));
  const from = Math.max(0, Math.min(place - EXCERPT_BEFORE, text.length - EXCERPT_LENGTH));
  const to = from + EXCERPT_LENGTH;
  // Cut at white space where possible, not inside a word.
  const begin = from > 0 ? (['… ', /^\S*\s+/] as const) : (['', /^/] as const);
  const end = to < text.length ? ([' …', /\s+\S*$/] as const) : (['', /$/] as const);
  return `${begin[0]}${text.slice(from, to).replace(begin[1], '').replace(end[1], '').toWellFormed()}${end[0]}`;
}

/** Formats a number with `numDigits` decimals and a true minus sign, but no negative zero; a dash for `undefined`. */
export const decimal = (number: number | undefined, numDigits = 2): string =>
  number === undefined
    ? '–'
    : number
        .toFixed(numDigits)
        .replace(/^-(?=.*[1-9])/, '−')
        .replace('-', '');
