/** Three times the same letter, which no English word has. */
const STRETCH = /(\p{L})\1{2,}/gu;
/** Numbers in Roman numerals, and what is one letter alone: `xxx`. */
const NO_WORD = /^(?:[ivxlcdm]+|(\p{L})\1*)$/u;
/** So many stretches of a word are tried with one letter and with two. */
const MAX_STRETCHES = 3;

/**
 * The word that a stretched one stands for: `loooove` is `love`, `gooood` is `good`. Each stretch may stand for two
 * letters or for one; of the words that are known, that with the longer ones is taken.
 * @param word a token's normal form
 * @returns the word itself where it is known, is not stretched, or stands for none that is known
 */
export function shorten(word: string, isKnown: (word: string) => boolean): string {
  if (word.search(STRETCH) < 0 || NO_WORD.test(word) || isKnown(word)) return word;
  const numStretches = Math.min(MAX_STRETCHES, [...word.matchAll(STRETCH)].length);
  for (let choice = 0; choice < 2 ** numStretches; choice++) {
    let stretch = 0;
    const candidate = word.replace(STRETCH, (_, letter: string) =>
      (choice >> stretch++) % 2 === 0 && stretch <= MAX_STRETCHES ? letter + letter : letter,
    );
    if (isKnown(candidate)) return candidate;
  }
  return word;
}
