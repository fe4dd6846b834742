/** The kinds of code units that `respell` looks at; `PLAIN` is any other. */
export const PLAIN = 0;
/** Begins a dash, a hyphen or a bracket of the treebank. */
export const DASH = 1;
/** Is a dash even without spaces around it. */
export const LONG_DASH = 2;
/** Begins a full stop or an ellipsis. */
export const DOT = 3;
/** Is an apostrophe or a single quote. */
export const QUOTE = 4;
/** Is a double quote. */
export const DOUBLE_QUOTE = 5;
/** Is a backslash, which may be an escape of the treebank. */
export const BACKSLASH = 6;
/** Is an exclamation or question mark. */
export const MARK = 7;
/** Is a comma. */
export const COMMA = 8;
/** Is a colon or semicolon, which may begin an emoticon. */
export const EYES = 9;
/** May begin a short form such as `gonna`. */
export const SHORT_FORM = 10;
/** Is a bracket. */
export const BRACKET = 11;

const KINDS_BY_CHARACTERS: Record<string, number> = {
  '-‐‑‒–−': DASH,
  '—―': LONG_DASH,
  '.…': DOT,
  "'`‘’‚‛´": QUOTE,
  '"“”„‟«»': DOUBLE_QUOTE,
  '\\': BACKSLASH,
  '()[]{}': BRACKET,
  '!?': MARK,
  ',': COMMA,
  ':;': EYES,
  gGwWlL: SHORT_FORM,
};
const ASCII_KINDS = new Uint8Array(128);
const OTHER_KINDS = new Map<number, number>();
for (const [characters, kind] of Object.entries(KINDS_BY_CHARACTERS)) {
  for (const character of characters) {
    const code = character.charCodeAt(0);
    if (code < 128) ASCII_KINDS[code] = kind;
    else OTHER_KINDS.set(code, kind);
  }
}

/** The kind of the code unit at an offset; `PLAIN` past the end. */
export function kindAt(text: string, place: number): number {
  const code = text.charCodeAt(place);
  if (code < 128) return ASCII_KINDS[code]!;
  // All other kinds lie in these two ranges: Latin-1 signs, and general punctuation up to the minus sign. NaN is past
  // the end.
  const mayBeKind = (code <= 0xbb && code >= 0xab) || (code >= 0x2010 && code <= 0x2212);
  return mayBeKind ? (OTHER_KINDS.get(code) ?? PLAIN) : PLAIN;
}
