import { winkTokens } from '../wink/wink.ts';
import { rememberWords } from './remember-words.ts';
import { type PlainText, toPlainText } from './rules/index.ts';
import { spell } from './spell.ts';

/** A word, number or punctuation mark, and its place in the text. Where one sign says several words, they share its place. */
export interface Token {
  /** The token as the text spells it. */
  text: string;
  /** What models see: lower case, no accents, `n't` as `not`, one spelling for quotes and dashes. */
  normal: string;
  /** Where it begins in the text, in UTF-16 code units. */
  start: number;
  /** Where it ends, exclusive. */
  end: number;
  /** Whether it holds a letter or a digit. */
  isWord: boolean;
}

/** What stands before `n't` is short for these. */
const BEFORE_NOT = new Map([
  ['ca', 'can'],
  ['wo', 'will'],
  ['sha', 'shall'],
]);
/** Short forms with one meaning, and the word they are short for. */
const LONG_FORMS = new Map([
  ["n't", 'not'],
  ["'re", 'are'],
  ["'ve", 'have'],
  ["'ll", 'will'],
  ["'m", 'am'],
]);

/**
 * The tokens of a text, the same for training and serving, and the same for the treebank's spelling and
 * plain text: `It is n't -LRB- that -RRB- good .` and `It isn't (that) good.` differ in places only.
 * Takes time in proportion to the text's length.
 */
export function tokenize(text: string): Token[] {
  return findTokens(text, toPlainText(text));
}

/** The tokens of a text of which the plain text is known. */
export function findTokens(text: string, plain: PlainText): Token[] {
  const { text: spelled, places } = spell(text, plain);
  const tokens: Token[] = [];
  let at = 0;
  let from = 0;
  for (const found of winkTokens(separateRuns(spelled))) {
    const foundAt = spelled.indexOf(found, from);
    if (foundAt < 0) throw new Error('wink-nlp gave a token that the text does not hold');
    const before = tokens.at(-1);
    const isJoined = foundAt === from;
    from = foundAt + found.length;
    let start = places.startOf(foundAt);
    const end = places.endOf(from);
    const isSamePlace = before?.start === start && before.end === end && !isJoined;
    // Composing accents may make several characters of one: where wink parts these, they are one token all the same.
    if (before && start < before.end && !isSamePlace) {
      tokens.pop();
      start = before.start;
    } else {
      at = foundAt;
    }
    const { normal, isWord } = formOf(spelled.slice(at, from));
    tokens.push({ text: text.slice(start, end), normal, start, end, isWord });
  }
  for (let i = 1; i < tokens.length; i++) {
    const before = tokens[i - 1]!;
    if (tokens[i]!.normal === 'not') before.normal = BEFORE_NOT.get(before.normal) ?? before.normal;
  }
  return tokens;
}

/**
 * White space becomes one kind, and runs without it are cut into pieces of at most 64 characters: wink's
 * patterns take time that is quadratic, some of them cubic, in the length of a run.
 */
function separateRuns(text: string): string {
  const spaced = text.replace(/[^\S ]/g, ' ');
  return LONG_RUN.test(spaced) ? spaced.replace(/[^ ]{64}(?=[^ ])/gu, '$& ') : spaced;
}

/** Looks once at each run, where a search for its pieces begins anew at every character. */
const LONG_RUN = /(?<![^ ])[^ ]{65}/u;

const formOf = rememberWords((token) => ({
  normal: normalize(token),
  isWord: /[\p{L}\p{N}]/u.test(token),
}));

function normalize(token: string): string {
  const lower = token.toLowerCase();
  const plain = /^[\x20-\x7e]*$/.test(lower) ? lower : lower.normalize('NFKD').replace(/\p{M}+/gu, '');
  return LONG_FORMS.get(plain) ?? plain;
}
