import { setApart, setAside } from './aside.ts';
import { rule } from './rule.ts';

/** Phrases by rating as a share of the best rating, best first. */
const WORDS: readonly (readonly [least: number, phrase: string])[] = [
  [0.9, 'excellent'],
  [0.75, 'very good'],
  [0.65, 'good'],
  [0.5, 'average'],
  [0.35, 'mediocre'],
  [0.25, 'bad'],
  [0, 'terrible'],
];

const phraseFor = (share: number): string => WORDS.find(([least]) => share >= least)![1];

const GRADES: Record<string, string> = {
  'A+': 'excellent',
  'A-': 'excellent',
  'B+': 'very good',
  'B-': 'decent',
  'C+': 'average',
  'C-': 'mediocre',
  'D+': 'bad',
  'D-': 'bad',
  'F+': 'terrible',
  'F-': 'terrible',
};

const NUMBERS = 'zero one two three four five six seven eight nine ten'.split(' ');
const numberOf = (word: string): number => {
  const place = NUMBERS.indexOf(word.toLowerCase());
  return place < 0 ? Number(word.replace(',', '.')) : place;
};

/** After these words a rating is a part of the sentence: `I give it a 9/10`. */
const GOVERNS =
  /(?:^|[^\p{L}])(?:an?|is|was|of|solid|strong|gets?|got|rating|score|grade|(?:give|gives|gave|giving|rate|rates|rated)(?:\s\p{L}{1,10}){0,2})\s{0,3}:?\s{0,3}$/iu;

function place(match: RegExpExecArray, phrase: string): string {
  const before = match.input.slice(Math.max(0, match.index - 40), match.index);
  return GOVERNS.test(before) ? setApart(match, phrase) : setAside(match, phrase);
}

const NUMBER = `\\d{1,3}(?:[.,]\\d)?|${NUMBERS.join('|')}`;
/** Continuations that make it no rating: `9 out of 10 people`, `4/5 of the film`, `9/10/2024`. */
const NO_RATING =
  '(?![\\w%/-]|\\.\\d|\\s(?:of|people|persons|men|women|times|viewers|critics|cases|years?|kids|movies|films|scenes|jokes|days|minutes|hours|dentists)\\b)';
/** A star sign after a number: `4/5 ★`. */
const STAR_SIGN = '[^\\S\\n]?(?:★|⭐|🌟)';
const RATING = new RegExp(
  `(?<![\\w.,/$€£-])(${NUMBER})(?:\\s?\\/\\s?|\\sout\\sof\\s)(5|10|100|five|ten)(?:[\\s-]stars?|\\spoints?|${STAR_SIGN})?${NO_RATING}`,
  'gi',
);
const STARS = new RegExp(
  `(?<![\\w.,/$€£-])(${NUMBER})(?:\\s?\\/\\s?|\\s(?:out\\s)?of\\s)(4|5|10|four|five|ten)(?:[\\s-]stars?(?!\\w)|${STAR_SIGN})`,
  'gi',
);

/** `3 stars`, `5-star` or `Five stars!`. But `two stars` may be actors, and `four-star` a hotel. */
const STARS_ALONE =
  /(?<![\w.,/$€£-]|\b(?:the|its|both|these|other|of)\s)([0-5](?:[.,]5)?(?=[\s-])|(?:zero|one|two|three|four|five)(?=\s))[\s-]stars?(?![\w-]|\sout\b|\sof\b)/gi;
const BEGINS_CLAUSE = /(?:^|[.!?,;:(\n])\s{0,3}$/;
const ENDS_CLAUSE = /^\s{0,3}(?:$|[.!?,;:)\n]|(?:for|from|because|and|but|as|since)\s)/;

function rateStars(match: RegExpExecArray): string | undefined {
  const { input, 0: stars, 1: number, index } = match;
  const before = input.slice(Math.max(0, index - 40), index);
  const end = index + stars.length;
  const isClause = GOVERNS.test(before) || BEGINS_CLAUSE.test(before);
  const isRating = /\d/.test(number!) || (isClause && ENDS_CLAUSE.test(input.slice(end, end + 12)));
  return isRating ? place(match, phraseFor(numberOf(number!) / 5)) : undefined;
}

function rate(match: RegExpExecArray): string | undefined {
  const share = numberOf(match[1]!) / numberOf(match[2]!);
  return share <= 1 ? place(match, phraseFor(share)) : undefined;
}

/** Star signs, perhaps spaced and with a half, and the signs that they are out of. */
const STAR_SIGNS = /([★⭐🌟✭✮✩☆](?:[^\S\n]?[★⭐🌟✭✮✩☆])*)(½?)(?:\s?(?:\/|out of)\s?([★⭐🌟✭✮✩☆]{2,10}))?/gu;
/** A star sign alone on the rest of its line. Elsewhere it is a bullet or an ornament. */
const ENDS_LINE = /^[^\S\n]{0,9}(?:\n|$)/;

function rateStarSigns(match: RegExpExecArray): string | undefined {
  const { input, 0: signs, 1: row, 2: half, 3: maximum, index } = match;
  const stars = [...row!.replace(/\s/g, '')];
  if (stars.length === 1 && !half && !maximum) {
    const before = input.slice(Math.max(0, index - 40), index);
    const after = input.slice(index + signs.length, index + signs.length + 10);
    const isRating = (BEGINS_CLAUSE.test(before) || GOVERNS.test(before)) && ENDS_LINE.test(after);
    if (!isRating || !/[★⭐]/.test(row!)) return undefined;
  }
  const full = stars.filter((star) => !'✩☆'.includes(star)).length + (half ? 0.5 : 0);
  const best = maximum ? [...maximum].length : Math.max(5, stars.length);
  return full <= best ? place(match, phraseFor(full / best)) : undefined;
}

/** Replaces ratings by phrases. */
export const RATING_RULES = [
  rule(
    { name: 'star signs', example: ['Go see it ★★★★★', 'Go see it , excellent'], isBeyondAscii: true },
    STAR_SIGNS,
    rateStarSigns,
  ),
  rule(
    {
      name: 'stars out of a maximum',
      example: ['It gets 4 of 5 stars', 'It gets very good'],
      trigger: /(?:[450]|four|five|ten)(?:[\s-]star|\s?[★⭐🌟])/iu,
    },
    STARS,
    rate,
  ),
  rule(
    {
      name: 'a number of stars',
      example: ['Great. 5 stars', 'Great. , excellent'],
      trigger: /(?:[0-5]|zero|one|two|three|four|five)[\s-]star/i,
    },
    STARS_ALONE,
    rateStars,
  ),
  rule(
    {
      name: 'ratings out of five or ten',
      example: ['Great. 9/10', 'Great. , excellent'],
      trigger: /\/\s?(?:5|10|five|ten)|\sout\sof\s(?:5|10|five|ten)/i,
    },
    RATING,
    rate,
  ),
  rule(
    {
      name: 'a number of star signs',
      example: ['Great. 5 ⭐', 'Great. , excellent'],
      isBeyondAscii: true,
      trigger: /[★⭐🌟]/u,
    },
    /(?<![\w.,/$€£-])([0-4](?:[.,]\d|½)?|5(?:[.,]0)?)[^\S\n]?[★⭐🌟](?!\s?[★⭐🌟✩☆])/gu,
    (match) => place(match, phraseFor(numberOf(match[1]!.replace('½', '.5')) / 5)),
  ),
  rule(
    { name: 'grades', example: ['A solid A+', 'A solid excellent'] },
    /(?<![\w'’.,-])[ABCDF][+−-](?![\w+-])(?!\s?[-–])/g,
    (match) => place(match, GRADES[match[0].replace('−', '-')]!),
  ),
];
