import { isLetterBefore, isSpaceAt, isWordAt, isWordBefore } from './characters.ts';
import { createRewriter, type Rewriter, type Rewritten } from './edits.ts';
import {
  BACKSLASH,
  BRACKET,
  COMMA,
  DASH,
  DOT,
  DOUBLE_QUOTE,
  EYES,
  kindAt,
  LONG_DASH,
  MARK,
  PLAIN,
  QUOTE,
  SHORT_FORM,
} from './kinds.ts';

/** The treebank's bracket tokens: `-LRB-` is a left round bracket. */
const BRACKETS: Record<string, string> = {
  '-LRB-': ' ( ',
  '-RRB-': ' ) ',
  '-LSB-': ' [ ',
  '-RSB-': ' ] ',
  '-LCB-': ' { ',
  '-RCB-': ' } ',
};
const BRACKET_LENGTH = 5;

/** Short forms that the treebank splits: `gonna` is `gon na`. */
const SHORT_FORMS = new Set(
  ['gon', 'wan', 'got', 'gim', 'lem'].flatMap((first) => ['na', 'ta', 'me'].map((second) => first + second)),
);
const SHORT_FORM_LENGTH = 5;

/** The clitics after an apostrophe, by first letter. */
const CLITICS: Record<string, string> = { s: 's', r: 're', v: 've', l: 'll', d: 'd', m: 'm' };

/**
 * Maps the treebank's spelling (`It is n't -LRB- that -RRB- good .`) and plain spelling (`It isn't (that) good.`) to
 * the same text. One pass over the code units looks only at a bounded neighbourhood of each, or at a run that it then
 * skips, so the time is linear.
 */
export function respell(text: string): Rewritten {
  const rewriter = createRewriter(text);
  let at = 0;
  while (at < text.length) {
    const kind = kindAt(text, at);
    at = kind === PLAIN ? at + 1 : SPELLERS[kind]!(text, at, rewriter);
  }
  return rewriter.finish();
}

/** Respells what begins at an offset, and returns the offset after it. */
type Speller = (text: string, at: number, rewriter: Rewriter) => number;

const SPELLERS: Record<number, Speller> = {
  [DASH]: spellDash,
  [LONG_DASH]: (_, at, rewriter) => replace(rewriter, at, at + 1, ' -- '),
  [DOT]: spellDots,
  [QUOTE]: spellQuote,
  [DOUBLE_QUOTE]: (_, at, rewriter) => replace(rewriter, at, at + 1, ' " '),
  [BACKSLASH](text, at, rewriter) {
    const next = text[at + 1];
    return next === '/' || next === '*' ? replace(rewriter, at, at + 2, next) : at + 1;
  },
  [BRACKET]: setApart,
  [MARK]: spellMarks,
  // Commas are set apart, but not within numbers and abbreviations.
  [COMMA]: (text, at, rewriter) => (isWordAt(text, at + 1) ? at + 1 : setApart(text, at, rewriter)),
  [EYES]: spellEyes,
  [SHORT_FORM]: spellShortForm,
};

function replace(rewriter: Rewriter, start: number, end: number, replacement: string): number {
  rewriter.replace(start, end, replacement);
  return end;
}

function setApart(text: string, at: number, rewriter: Rewriter): number {
  return replace(rewriter, at, at + 1, ` ${text[at]} `);
}

/** A dash that stands alone and a row of dashes become `--`; other dashes become hyphens. */
function spellDash(text: string, at: number, rewriter: Rewriter): number {
  const bracket = bracketAt(text, at);
  if (bracket) return replace(rewriter, at, at + BRACKET_LENGTH, bracket);
  const end = dashesEnd(text, at);
  const isJoined = isWordBefore(text, at) || text[at - 1] === ':' || text[at - 1] === ';';
  if (end - at > 1 || !(isJoined || isWordAt(text, end))) return replace(rewriter, at, end, ' -- ');
  return text[at] === '-' ? end : replace(rewriter, at, end, '-');
}

function bracketAt(text: string, at: number): string | undefined {
  const side = text[at + 1];
  if (text[at] !== '-' || (side !== 'L' && side !== 'R')) return undefined;
  return BRACKETS[text.slice(at, at + BRACKET_LENGTH)];
}

/** The end of a row of dashes; a treebank bracket is not one. */
function dashesEnd(text: string, at: number): number {
  let end = at;
  while (kindAt(text, end) === DASH && !bracketAt(text, end)) end++;
  return end;
}

/** A row of dots is an ellipsis, except the full stop after an abbreviation: `Bros. .`. */
function spellDots(text: string, at: number, rewriter: Rewriter): number {
  const { end, isEllipsis } = dotsAt(text, at);
  if (end - at > 1 || isEllipsis) return replace(rewriter, at, end, isEllipsis ? ' ... ' : ' . ');
  return isWordAt(text, end) ? end : setApart(text, at, rewriter);
}

/** Finds a row of dots, with at most one white space character between two of them. */
function dotsAt(text: string, at: number): { end: number; isEllipsis: boolean } {
  let end = at + 1;
  let isEllipsis = text[at] === '…';
  for (;;) {
    const dot = isSpaceAt(text, end) ? end + 1 : end;
    if (kindAt(text, dot) !== DOT) return { end, isEllipsis };
    if (dot === end || text[dot] === '…') isEllipsis = true;
    end = dot + 1;
  }
}

/** Mixed rows up to this length, such as `!?`, are kept; they occur in the training data. */
const LONGEST_MIXED_ROW = 3;

/**
 * A row of exclamation or question marks becomes a full stop. A model counts each mark as further evidence, so ten of
 * them alone could make a negative text positive.
 */
function spellMarks(text: string, at: number, rewriter: Rewriter): number {
  let end = at + 1;
  let numMarks = 1;
  let isMixed = false;
  for (;;) {
    const mark = isSpaceAt(text, end) ? end + 1 : end;
    if (kindAt(text, mark) !== MARK) break;
    isMixed ||= text[mark] !== text[at];
    numMarks++;
    end = mark + 1;
  }
  if (numMarks === 1 || (isMixed && numMarks <= LONGEST_MIXED_ROW)) return setApart(text, at, rewriter);
  return replace(rewriter, at, end, ' . ');
}

/**
 * Two single quotes become a double quote, `isn't` becomes `is n't`, and `it's` becomes `it 's`. Other quotes are set
 * apart, except within words.
 */
function spellQuote(text: string, at: number, rewriter: Rewriter): number {
  if (isPairAt(text, at)) return replace(rewriter, at, at + 2, ' " ');
  const isNegation =
    /n/i.test(text[at - 1] ?? '') && /t/i.test(text[at + 1] ?? '') && isLetterBefore(text, at - 1);
  const clitic = cliticEnd(text, at);
  const end = isNegation ? at + 2 : clitic;
  const isClitic = isNegation || (clitic > 0 && isLetterBefore(text, at));
  if (isClitic && !isWordAt(text, end) && !isQuoteAt(text, end)) {
    const start = isNegation ? at - 1 : at;
    rewriter.replace(start, start, ' ');
    spellApostrophe(text, at, rewriter);
    return replace(rewriter, end, end, ' ');
  }
  const isCut = clitic > 0 && !isWordAt(text, clitic);
  const isApart = !isWordAt(text, at + 1) || !(isWordBefore(text, at) || isCut);
  if (isApart) rewriter.replace(at, at, ' ');
  spellApostrophe(text, at, rewriter);
  return isApart ? replace(rewriter, at + 1, at + 1, ' ') : at + 1;
}

function spellApostrophe(text: string, at: number, rewriter: Rewriter): void {
  if (text[at] !== "'") rewriter.replace(at, at + 1, "'");
}

function isPairAt(text: string, at: number): boolean {
  return (text[at] === "'" || text[at] === '`') && text[at + 1] === text[at];
}

/** Whether there is a single quote that is not the first of two. */
function isQuoteAt(text: string, at: number): boolean {
  return kindAt(text, at) === QUOTE && !isPairAt(text, at);
}

/** The end of the clitic after an apostrophe, whatever follows; 0 if there is none. */
function cliticEnd(text: string, apostrophe: number): number {
  const clitic = CLITICS[text.charAt(apostrophe + 1).toLowerCase()];
  if (!clitic) return 0;
  const end = apostrophe + 1 + clitic.length;
  return text.slice(apostrophe + 1, end).toLowerCase() === clitic ? end : 0;
}

/** A colon or semicolon is set apart; if it begins an emoticon, the emoticon stays whole. */
function spellEyes(text: string, at: number, rewriter: Rewriter): number {
  // `it's:)` becomes `it 's :)`.
  const isJoinedToWord = isWordBefore(text, at) && !rewriter.hasSpaceBefore(at);
  const end = isJoinedToWord ? 0 : emoticonEnd(text, at);
  if (end > 0) {
    rewriter.replace(at, at, ' ');
    const nose = at + 1;
    if (kindAt(text, nose) === QUOTE) spellApostrophe(text, nose, rewriter);
    else if (kindAt(text, nose) === DASH && text[nose] !== '-') rewriter.replace(nose, nose + 1, '-');
    return replace(rewriter, end, end, ' ');
  }
  const isJoined = text[at] === ':' && isWordAt(text, at + 1);
  return isJoined ? at + 1 : setApart(text, at, rewriter);
}

/** The end of an emoticon such as `:-)` or `;'(`; 0 if there is none. */
function emoticonEnd(text: string, at: number): number {
  let mouth = at + 1;
  if (isQuoteAt(text, mouth) || dashesEnd(text, mouth) === mouth + 1) mouth++;
  let end = mouth;
  while (text[end] === '(' || text[end] === ')') end++;
  return end > mouth && (end === text.length || isSpaceAt(text, end) || isSetApartAt(text, end)) ? end : 0;
}

/** Whether a treebank bracket, a dash or an ellipsis follows an emoticon; all of them get spaces around them. */
function isSetApartAt(text: string, at: number): boolean {
  const kind = kindAt(text, at);
  if (kind === LONG_DASH) return true;
  if (kind === DASH) {
    if (bracketAt(text, at)) return true;
    const end = dashesEnd(text, at);
    return end - at > 1 || !isWordAt(text, end);
  }
  if (kind !== DOT) return false;
  const { end, isEllipsis } = dotsAt(text, at);
  return end - at > 1 || isEllipsis;
}

function spellShortForm(text: string, at: number, rewriter: Rewriter): number {
  const end = at + SHORT_FORM_LENGTH;
  const isShortForm =
    !isWordBefore(text, at) && !isWordAt(text, end) && SHORT_FORMS.has(text.slice(at, end).toLowerCase());
  return isShortForm ? replace(rewriter, at + 3, at + 3, ' ') : at + 1;
}
