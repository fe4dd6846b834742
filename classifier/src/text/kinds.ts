/** What a code unit may begin that is spelled anew. */
export const PLAIN = 0;
export const DASH = 1;
export const LONG_DASH = 2;
export const DOT = 3;
export const QUOTE = 4;
export const DOUBLE_QUOTE = 5;
export const BACKSLASH = 6;
export const MARK = 7;
export const COMMA = 8;
export const EYES = 9;
export const SHORT_FORM = 10;
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

/** What may begin at a place; `PLAIN` behind the end. */
export function kindAt(text: string, place: number): number {
  const code = text.charCodeAt(place);
  if (code < 128) return ASCII_KINDS[code]!;
  // Latin-1's signs, and general punctuation with the minus sign, hold all the rest; NaN is behind the end.
  const mayBeKind = (code <= 0xbb && code >= 0xab) || (code >= 0x2010 && code <= 0x2212);
  return mayBeKind ? (OTHER_KINDS.get(code) ?? PLAIN) : PLAIN;
}
