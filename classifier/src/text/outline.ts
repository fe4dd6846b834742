import { isSentenceHint } from '../wink/wink.ts';
import { isAsciiWordAt, isSpaceAt } from './characters.ts';

/** The parts of a text that decide where its sentences end. */
export interface Outline {
  text: string;
  /** Maps an offset in the outline to the text; ask from left to right. */
  placeOf(place: number): number;
}

/**
 * The number of runs of letters and digits after a mark that can affect whether a sentence ends there. wink's patterns
 * begin with a mark or an abbreviation, continue with quotes, brackets and further marks, and then look at no more than
 * two words.
 */
const REACH = 2;

/** A word of lower-case letters with white space before it, and marks or white space after it. */
const PLAIN_WORD = /(?<!\S)[a-z]{2,}(?=([.!?,;:]*)(?:\s|$))/g;
/** Replaces such words, so that wink need not analyze each of them. */
const STAND_IN = 'it';

/**
 * Extracts the runs that hold a mark which may end a sentence, and the runs after it that decide whether it does.
 * wink's patterns begin at nothing else, so it finds the same sentence ends in a fifth of the text.
 */
export function outlineOf(text: string): Outline {
  let outline = '';
  /** Pairs: the start of a part in the outline, and in the text. */
  const parts: number[] = [];
  let to = 0;
  for (let mark = nextMark(text, 0); mark < text.length; mark = nextMark(text, to)) {
    let from = mark;
    while (from > to && !isSpaceAt(text, from - 1)) from--;
    to = from;
    for (let left = REACH; left >= 0 && to < text.length; left--) {
      while (isSpaceAt(text, to)) to++;
      let isWord = true;
      for (; to < text.length && !isSpaceAt(text, to); to++) isWord &&= isAsciiWordAt(text, to);
      if (!isWord) left = REACH;
    }
    parts.push(outline.length, from);
    outline += `${text.slice(from, to)} `;
  }
  outline = outline.replace(PLAIN_WORD, (word, marks: string) =>
    isSentenceHint(word) || (marks.startsWith('.') && isSentenceHint(`${word}.`))
      ? word
      : STAND_IN.padStart(word.length),
  );
  let part = 0;
  return {
    text: outline,
    placeOf(place) {
      while (part + 2 < parts.length && parts[part + 2]! <= place) part += 2;
      return parts[part + 1]! + place - parts[part]!;
    },
  };
}

function nextMark(text: string, from: number): number {
  let at = from;
  while (at < text.length && !isMark(text.charCodeAt(at))) at++;
  return at;
}

/** Whether a code unit is `.`, `!` or `?`. */
function isMark(code: number): boolean {
  return code === 0x2e || code === 0x21 || code === 0x3f;
}
