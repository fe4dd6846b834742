const WORD_CHARACTER = /[\p{L}\p{N}]/u;
const LETTER = /\p{L}/u;

const IS_ASCII_LETTER = Uint8Array.from({ length: 128 }, (_, code) =>
  /[a-z]/i.test(String.fromCharCode(code)) ? 1 : 0,
);
const IS_ASCII_WORD = Uint8Array.from({ length: 128 }, (_, code) =>
  /[a-z0-9]/i.test(String.fromCharCode(code)) ? 1 : 0,
);

/** Whether a letter or a digit of any script begins at an offset. */
export function isWordAt(text: string, place: number): boolean {
  if (place >= text.length) return false;
  const code = text.charCodeAt(place);
  return code < 128
    ? IS_ASCII_WORD[code] === 1
    : WORD_CHARACTER.test(String.fromCodePoint(text.codePointAt(place)!));
}

/** Whether there is an ASCII letter or digit at an offset. */
export function isAsciiWordAt(text: string, place: number): boolean {
  return IS_ASCII_WORD[text.charCodeAt(place)] === 1;
}

/** Whether a letter or a digit of any script ends at an offset. */
export function isWordBefore(text: string, place: number): boolean {
  return holdsBefore(text, place, IS_ASCII_WORD, WORD_CHARACTER);
}

/** Whether a letter of any script ends at an offset. */
export function isLetterBefore(text: string, place: number): boolean {
  return holdsBefore(text, place, IS_ASCII_LETTER, LETTER);
}

function holdsBefore(text: string, place: number, ascii: Uint8Array, pattern: RegExp): boolean {
  if (place <= 0) return false;
  const code = text.charCodeAt(place - 1);
  if (code < 128) return ascii[code] === 1;
  const isLowSurrogate = code >= 0xdc00 && code <= 0xdfff && place > 1;
  const pair = isLowSurrogate ? text.codePointAt(place - 2)! : code;
  return pattern.test(String.fromCodePoint(pair > 0xffff ? pair : code));
}

/** Whether a text contains a non-ASCII character. */
export function goesBeyondAscii(text: string): boolean {
  return /[^\0-\x7f]/.test(text);
}

/** Whether the code unit at an offset is white space; false at the end of the text. */
export function isSpaceAt(text: string, place: number): boolean {
  const code = text.charCodeAt(place);
  if (code < 128) return code === 0x20 || (code >= 0x09 && code <= 0x0d);
  return code >= 0xa0 && /\s/.test(text[place]!);
}

/**
 * The longest run without white space that wink reads as a whole. Longer ones are cut, because its patterns take
 * quadratic or even cubic time in the length of a run.
 */
export const LONGEST_RUN = 64;

/**
 * A regular expression for a character that is neither white space nor invisible. Invisible are the default-ignorable
 * characters of Unicode's Basic Multilingual Plane and the Braille blank. Any dialect with four-digit escapes can read
 * it.
 */
export const VISIBLE_CHARACTER =
  '[^\\s\\u00ad\\u034f\\u061c\\u115f\\u1160\\u17b4\\u17b5\\u180b-\\u180f\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u206f\\u2800\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufff8]';
const VISIBLE = new RegExp(VISIBLE_CHARACTER);

/** Whether a text is empty or holds only white space and invisible characters. */
export function isBlank(text: string): boolean {
  return !VISIBLE.test(text);
}
