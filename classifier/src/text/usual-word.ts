/** Words as they are abbreviated in chats, or often misspelled. */
const WORDS: ReadonlyMap<string, string> = new Map([
  ['luv', 'love'],
  ['luvd', 'loved'],
  ['gr8', 'great'],
  ['h8', 'hate'],
  ['h8d', 'hated'],
  ['sux', 'sucks'],
  ['awsome', 'awesome'],
  ['wierd', 'weird'],
  ['terible', 'terrible'],
  ['horible', 'horrible'],
  ['dissapointing', 'disappointing'],
  ['dissapointed', 'disappointed'],
]);

/** The same letter three or more times, which no English word has. */
const STRETCH = /(\p{L})\1{2,}/gu;
/** Roman numerals, and repetitions of a single letter: `xxx`. */
const NO_WORD = /^(?:[ivxlcdm]+|(\p{L})\1*)$/u;
/** The most stretches of a word for which both one and two letters are tried. */
const MAX_STRETCHES = 3;

/**
 * The usual spelling of a word of chats, a common misspelling or a stretched word.
 * @param word a token's normal form
 */
export function usualWord(word: string, isKnown: (word: string) => boolean): string {
  return WORDS.get(word) ?? shorten(word, isKnown);
}

/**
 * Shortens a stretched word: `loooove` is `love`, `gooood` is `good`. Each stretch may stand for two letters or for
 * one; among known words, two letters are preferred.
 * @param word a token's normal form
 * @returns the word itself if it is known, is not stretched, or has no known short form
 */
function shorten(word: string, isKnown: (word: string) => boolean): string {
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
