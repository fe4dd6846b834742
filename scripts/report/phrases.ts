import { count, plural } from '../program/numbers.ts';

export { count, plural };

/** Such as `51 %`; with one digit more near 0 and 100, such as `1.6 %`. */
export function percent(share: number): string {
  const points = share * 100;
  const isNearEnd = points < 9.95 || points > 99.05;
  return `${points.toFixed(isNearEnd && points !== 0 && points !== 100 ? 1 : 0)} %`;
}

/** How many of 1,000, such as `51`; with one digit more below 10, such as `1.6`. */
export function perMille(share: number): string {
  const points = share * 1000;
  return points.toFixed(points > 0 && points < 9.95 ? 1 : 0);
}

/** Such as `“funny”`. */
export const quote = (words: string): string => `“${words}”`;

/** Such as `a, b and c`. */
export const list = (items: readonly string[]): string => new Intl.ListFormat('en-GB').format(items);

const EXCERPT_LENGTH = 140;
const EXCERPT_BEFORE = 60;

/** A text cut to about a line around its first `word`, or to its beginning. */
export function excerpt(text: string, word = ''): string {
  const place = Math.max(0, text.toLowerCase().indexOf(word));
  const from = Math.max(0, Math.min(place - EXCERPT_BEFORE, text.length - EXCERPT_LENGTH));
  const to = from + EXCERPT_LENGTH;
  // A word is not cut in two, where there is white space between words.
  const begin = from > 0 ? (['… ', /^\S*\s+/] as const) : (['', /^/] as const);
  const end = to < text.length ? ([' …', /\s+\S*$/] as const) : (['', /$/] as const);
  return `${begin[0]}${text.slice(from, to).replace(begin[1], '').replace(end[1], '').toWellFormed()}${end[0]}`;
}

/** So many digits, with a real minus, and none before a zero; a dash where there is no number. */
export const decimal = (number: number | undefined, numDigits = 2): string =>
  number === undefined
    ? '–'
    : number
        .toFixed(numDigits)
        .replace(/^-(?=.*[1-9])/, '−')
        .replace('-', '');
