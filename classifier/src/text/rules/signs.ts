import { isSpaceAt, LONGEST_RUN } from '../characters.ts';
import { rule } from './rule.ts';

/** Windows-1252's characters for the bytes 0x80 to 0x9f, which are control characters in Latin-1. */
const WINDOWS_1252 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';
const BYTES = new Map([...WINDOWS_1252].map((character, i) => [character, 0x80 + i]));

/** The byte that was misread as this character, when UTF-8 was decoded as Windows-1252 or Latin-1. */
const byteOf = (character: string): number => BYTES.get(character) ?? character.charCodeAt(0);

const CONTINUATION = `[\\u0080-\\u00bf${WINDOWS_1252}]`;
/** UTF-8 sequences for Latin letters and signs, punctuation and emoji. Other first bytes also occur in real words. */
const MOJIBAKE = new RegExp(`[ÂÃ]${CONTINUATION}|â${CONTINUATION}{2}|ð${CONTINUATION}{3}`, 'g');

function decodeMojibake([match]: RegExpExecArray): string | undefined {
  const bytes = Uint8Array.from(match, byteOf);
  const decoded = new TextDecoder().decode(bytes);
  return decoded.includes('\ufffd') ? undefined : decoded;
}

const mojibake = (example: readonly [string, string], name: string) =>
  rule({ name, example, isBeyondAscii: true }, MOJIBAKE, decodeMojibake);

const MARKS: Record<string, string> = {
  '‼': '!!',
  '⁉': '!?',
  '⁇': '??',
  '⁈': '?!',
  '❗': '!',
  '❕': '!',
  '❓': '?',
  '❔': '?',
};

const ACCENTED = /\p{L}\p{M}/gu;

/** Whether a run without white space is so long that it would be read in pieces. Most characters are skipped. */
function holdsLongRun(text: string): boolean {
  for (let at = LONGEST_RUN; at < text.length; ) {
    let from = at;
    while (at - from <= LONGEST_RUN && !isSpaceAt(text, from)) from--;
    if (at - from > LONGEST_RUN) return true;
    at = from + LONGEST_RUN + 1;
  }
  return false;
}

/** Rules for characters that stand for other characters, and for too many of one. */
export const SIGN_RULES = [
  mojibake(['isnÃ¢â‚¬â„¢t', 'isnâ€™t'], 'UTF-8 decoded as Windows-1252 twice'),
  mojibake(['isnâ€™t, ðŸ˜\u008d', 'isn’t, 😍'], 'UTF-8 decoded as Windows-1252'),
  rule(
    { name: 'Windows-1252 decoded as Latin-1', example: ['isn\u0092t', 'isn’t'], isBeyondAscii: true },
    /[\u0080-\u009f]/g,
    ([character]) => WINDOWS_1252[character.charCodeAt(0) - 0x80],
  ),
  // Blanks of Braille and Hangul look like spaces and are typed as such.
  rule(
    { name: 'blanks that are not white space', example: ['so\u2800good', 'so good'], isBeyondAscii: true },
    /[\u2800\u3164\u115f\u1160\uffa0]/g,
    ' ',
  ),
  rule(
    {
      name: 'keycaps are their digits',
      example: ['5️⃣ stars, 1️⃣0️⃣/🔟', '5 stars, 10/10'],
      isBeyondAscii: true,
      trigger: /[\u20e3🔟]/u,
    },
    /([\d#*])\ufe0f?\u20e3|🔟/gu,
    ([, key]) => key ?? '10',
  ),
  rule(
    {
      name: 'letters in mathematical styles or circles',
      example: ['𝓖𝓸𝓸𝓭, ⓑⓐⓓ', 'Good, bad'],
      isBeyondAscii: true,
    },
    /[\u{1d400}-\u{1d7ff}\u24b6-\u24e9]+/gu,
    ([letters]) => letters.normalize('NFKC'),
  ),
  rule({ name: 'fraction slashes', example: ['9⁄10', '9/10'], isBeyondAscii: true }, /[\u2044\u2215]/g, '/'),
  // The selectors, joiners and tags behind a pictogram belong to it, and so to the place of its word.
  rule(
    {
      name: 'invisible characters: zero-width, directional marks, soft hyphens, variation selectors',
      example: ['go\u200bod \u2063fi\u00adlm ❤\ufe0f', 'good film ❤'],
      isBeyondAscii: true,
    },
    /(\p{Extended_Pictographic}[\u{1f3fb}-\u{1f3ff}]?)?\p{Default_Ignorable_Code_Point}+/gu,
    ([, pictogram]) => pictogram ?? '',
  ),
  rule(
    {
      name: 'combining accents',
      example: ['cliche\u0301', 'cliché'],
      isBeyondAscii: true,
      trigger: /\p{M}/u,
    },
    ACCENTED,
    ([match]) => match.normalize('NFC'),
  ),
  rule(
    { name: 'full-width characters', example: ['ｇｏｏｄ！', 'good!'], isBeyondAscii: true },
    /[\uff01-\uff5e]/g,
    ([character]) => String.fromCharCode(character.charCodeAt(0) - 0xfee0),
  ),
  rule(
    {
      name: 'double and emoji punctuation marks',
      example: ['So good‼❗ Or❓', 'So good!!! Or?'],
      isBeyondAscii: true,
    },
    /[‼⁉⁇⁈❗❕❓❔]/g,
    ([mark]) => MARKS[mark],
  ),
  rule(
    {
      name: 'characters used as an apostrophe',
      example: ['isnʼt, isn′t', "isn't, isn't"],
      isBeyondAscii: true,
    },
    /[\u02b9\u02bb\u02bc\u02bd\u02c8\u02ca\u02cb\u055a\u05f3\u2032\u2035\ua78c]/g,
    "'",
  ),
  rule(
    { name: 'an apostrophe lost in decoding', example: ['isn\ufffdt', "isn't"], isBeyondAscii: true },
    /(?<=\p{L})\ufffd(?=(?:t|s|re|ve|ll|d|m)(?!\p{L}))/giu,
    "'",
  ),
  rule(
    {
      name: 'letters and syllables repeated without end',
      example: [`G${'o'.repeat(99)}d ${'ha'.repeat(40)}`, 'Goood haha'],
      trigger: holdsLongRun,
    },
    /(\p{L})\1{7,}|(\p{L}{2,3})\2{3,}/gu,
    ([, letter, syllable]) => (letter ? letter.repeat(3) : syllable!.repeat(2)),
  ),
];
