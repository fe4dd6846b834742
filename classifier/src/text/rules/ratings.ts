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
  A: 'excellent',
  B: 'good',
  'B+': 'very good',
  'B-': 'decent',
  C: 'average',
  'C-': 'mediocre',
  D: 'bad',
  F: 'terrible',
};
const gradePhrase = (grade: string): string => {
  const plain = grade.replace(/[−–]/, '-').replace(/\++/, '+');
  return GRADES[plain] ?? GRADES[plain[0]!]!;
};

const NUMBERS = 'zero one two three four five six seven eight nine ten'.split(' ');
const HALF = /½|\s1\/2|\sand\sa\shalf/i;
/** The value of `3.5`, `3½`, `3 1/2`, `three`, `three and a half` or `no`. */
const numberOf = (written: string): number => {
  const word = written.replace(HALF, '').toLowerCase();
  const place = word === 'no' ? 0 : NUMBERS.indexOf(word);
  return (place < 0 ? Number(word.replace(',', '.')) : place) + (HALF.test(written) ? 0.5 : 0);
};

/** After these words a rating is a part of the sentence: `I give it a 9/10`. */
const GOVERNS =
  /(?:^|[^\p{L}])(?:an?|is|was|of|not|solid|strong|gets?|got|rating|score|grade|(?:give|gives|gave|giving|rate|rates|rated)(?:\s\p{L}{1,10}){0,2})\s{0,3}:?\s{0,3}$/iu;

function place(match: RegExpExecArray, phrase: string): string {
  const before = match.input.slice(Math.max(0, match.index - 40), match.index);
  return GOVERNS.test(before) ? setApart(match, phrase) : setAside(match, phrase);
}

const NUMBER = `\\d{1,3}(?:[.,]\\d|½|\\s1\\/2)?|(?:${NUMBERS.join('|')})(?:\\sand\\sa\\shalf)?`;
/** No number, amount or sign before it, which would make it another number. */
const NOT_WITHIN = '(?<![\\w.,/$€£-])';
/** Continuations that make it no rating: `9 out of 10 people`, `4/5 of the film`, `9/10/2024`. */
const NO_RATING =
  '(?![\\w%/-]|\\.\\d|\\s(?:of|people|persons|men|women|times|viewers|critics|cases|years?|kids|movies|films|scenes|jokes|days|minutes|hours|dentists)\\b)';
/** A star sign after a number: `4/5 ★`. */
const STAR_SIGN = '[^\\S\\n]?(?:★|⭐|🌟)';
const RATING = new RegExp(
  `${NOT_WITHIN}(${NUMBER})(?:\\s?(\\/)\\s?|(?:[\\s-]stars?)?\\s(?:out\\sof|outt?a)\\s)(5|10|100|five|ten|(?<=stars?\\sout\\sof\\s)(?:4|four))(?:[\\s-]stars?|\\spoints?|${STAR_SIGN})?${NO_RATING}`,
  'gi',
);
const STARS = new RegExp(
  `${NOT_WITHIN}(${NUMBER})(?:\\s?(\\/)\\s?|\\s(?:out\\s)?of\\s)(4|5|10|four|five|ten)(?:[\\s-]stars?(?!\\w)|${STAR_SIGN})`,
  'gi',
);
/** `-1/10`, `minus 5 stars`. */
const BELOW = new RegExp(
  `(?<![\\w.,/])(?:-(?=\\d)|(?:minus|negative)\\s)(?:${NUMBER})(?:[\\s-]?stars?(?![\\w-])|(?:\\s?\\/\\s?|\\sout\\sof\\s)(?:5|10|100|five|ten)${NO_RATING})`,
  'gi',
);

const BEGINS_CLAUSE = /(?:^|[.!?,;:(\n])\s{0,3}$/;
const ENDS_CLAUSE = /^\s{0,3}(?:$|[.!?,;:)\n]|(?:for|from|because|and|but|as|since|would|recommend)\s)/;

/** Whether a match stands where a rating does: after a word such as `gave`, or at the start of a clause. */
function isPlacedAsRating({ input, index }: RegExpExecArray): boolean {
  const before = input.slice(Math.max(0, index - 40), index);
  return GOVERNS.test(before) || BEGINS_CLAUSE.test(before);
}

/** Whether a match is a clause of its own, or ends one. */
function isWholeClause(match: RegExpExecArray): boolean {
  const end = match.index + match[0].length;
  return isPlacedAsRating(match) && ENDS_CLAUSE.test(match.input.slice(end, end + 12));
}

function rate(match: RegExpExecArray): string | undefined {
  const [, number, slash, best] = match;
  const share = numberOf(number!) / numberOf(best!);
  // `11/10` is enthusiasm, or a date.
  return share <= 1 || !slash || isWholeClause(match) ? place(match, phraseFor(share)) : undefined;
}

/** `3 stars`, `5-star`, `3½ stars` or `Five stars!`. But `two stars` may be actors, and `four-star` a hotel. */
const STARS_ALONE =
  /(?<![\w.,/$€£-]|\b(?:the|its|both|these|other|of)\s)([0-5](?:[.,]5|½|\s1\/2)?|(?:no|zero|one|two|three|four|five)(?:\sand\sa\shalf)?(?=[\s-]))([\s-]?)stars?(?![\w-]|\sout\b|\sof\b)/gi;
/** What a word such as `two-star` rates. In the plural, they are the opinions of others. */
const RATED =
  /^\s(?:review|rating|movie|film|book|show|game|app|product|read|service|experience|performance)\b/i;

function rateStars(match: RegExpExecArray): string | undefined {
  const [stars, number, joint] = match;
  const end = match.index + stars.length;
  const phrase = phraseFor(numberOf(number!) / 5);
  if (joint === '-' && RATED.test(match.input.slice(end, end + 14))) return setApart(match, phrase);
  return /\d|half/i.test(number!) || isWholeClause(match) ? place(match, phrase) : undefined;
}

/** Star signs, perhaps spaced and with a half, and the signs that they are out of. */
const STAR_SIGNS = /([★⭐🌟✭✮✩☆](?:[^\S\n]?[★⭐🌟✭✮✩☆])*)(½?)(?:\s?(?:\/|out of)\s?([★⭐🌟✭✮✩☆]{2,10}))?/gu;
/** A star sign alone on the rest of its line. Elsewhere it is a bullet or an ornament. */
const ENDS_LINE = /^[^\S\n]{0,9}(?:\n|$)/;

function rateStarSigns(match: RegExpExecArray): string | undefined {
  const { input, 0: signs, 1: row, 2: half, 3: maximum, index } = match;
  const stars = [...row!.replace(/\s/g, '')];
  if (stars.length === 1 && !half && !maximum) {
    const after = input.slice(index + signs.length, index + signs.length + 10);
    if (!isPlacedAsRating(match) || !ENDS_LINE.test(after) || !/[★⭐]/.test(row!)) return undefined;
  }
  const full = stars.filter((star) => !'✩☆'.includes(star)).length + (half ? 0.5 : 0);
  // Outlines alone may stand for five stars as well as for none.
  if (full === 0 && !maximum) return undefined;
  const best = maximum ? [...maximum].length : Math.max(5, stars.length);
  return full <= best ? place(match, phraseFor(full / best)) : undefined;
}

/** Replaces ratings by phrases. */
export const RATING_RULES = [
  rule(
    {
      name: 'ratings below the scale',
      example: ['-1/10. Minus 5 stars', 'terrible . , terrible'],
      trigger: /-\d|minus|negative/i,
    },
    BELOW,
    (match) => (isPlacedAsRating(match) || !match[0].startsWith('-') ? place(match, 'terrible') : undefined),
  ),
  rule(
    { name: 'star signs', example: ['Go see it ★★★★★', 'Go see it , excellent'], isBeyondAscii: true },
    STAR_SIGNS,
    rateStarSigns,
  ),
  rule(
    {
      name: 'stars out of a maximum',
      example: ['It gets 4 of 5 stars', 'It gets very good'],
      trigger: /star|[★⭐]|🌟/i,
    },
    STARS,
    rate,
  ),
  rule(
    {
      name: 'a number of stars',
      example: ['Great. 5 stars', 'Great. , excellent'],
      trigger: /star/i,
    },
    STARS_ALONE,
    rateStars,
  ),
  rule(
    {
      name: 'ratings out of five or ten',
      example: ['Great. 9/10', 'Great. , excellent'],
      trigger: /\/\s?(?:5|10|five|ten)|\sout(?:\sof|t?a)\s(?:[45]|10|four|five|ten)/i,
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
    (match) => place(match, phraseFor(numberOf(match[1]!) / 5)),
  ),
  rule(
    { name: 'a number of asterisks', example: ['It gets 5*', 'It gets excellent'], trigger: /[\d½]\*/ },
    /(?<![\w.,/$€£*-])([0-5](?:[.,]5|½)?)\*(?![\w*])/g,
    (match) => place(match, phraseFor(numberOf(match[1]!) / 5)),
  ),
  rule(
    { name: 'grades', example: ['A solid A+', 'A solid excellent'] },
    /(?<![\w'’.,-])(?:A\+{1,9}|[BCDF]\+|[ABCDF][−–-])(?![\w+-])(?!\s?[-–])/g,
    (match) => place(match, gradePhrase(match[0])),
  ),
  rule(
    {
      name: 'grades without a sign',
      example: ['I gave it a B for effort', 'I gave it a good for effort'],
      trigger: /[ABCDF](?=\s{0,3}(?:$|[.!?,;:)\n]|(?:for|from|because|and|but)\s))/,
    },
    /(?<=\b(?:[Gg]rade|[Rr]ating|[Ss]core|[Vv]erdict|[Oo]verall)\s?[:=]\s?|\b(?:gave|gives?|giving|gets?|got|earns?|deserves?)\s(?:(?:it|this|that|them)\s)?an?\s)[ABCDF](?=\s{0,3}(?:$|[.!?,;:)\n]|(?:for|from|because|and|but)\s))/g,
    (match) => setApart(match, gradePhrase(match[0])),
  ),
  rule(
    { name: 'thumbs', example: ['A thumbs-up', 'A thumbs up'], trigger: /thumb/i },
    /\b(?:thumbs?-|thumb\s)(up|down)\b/gi,
    ([, side]) => `thumbs ${side}`,
  ),
];
