import { spell } from '../../classifier/internals/index.ts';
import { isCommonWord } from './name-lexicon.ts';

/** A word or a punctuation mark, and its place in the text. */
export interface Word {
  /** The word in plain spelling, without surrounding punctuation. */
  text: string;
  start: number;
  end: number;
  /**
   * Whether it may be part of a name: it begins with a capital, and no part after a hyphen is an everyday word
   * (`B-movie`).
   */
  isCapital: boolean;
}

/** The maximum length of a name, in UTF-16 code units; it bounds the time for one word. */
const MAX_LENGTH = 40;
/** Initials and abbreviations, which keep the full stop after them. */
const ABBREVIATION = /^(?:\p{Lu}|(?:\p{Lu}\.)+\p{Lu}|Mrs?|Ms|Dr|Jr|Sr|St|Bros)$/u;

/**
 * Splits a text into words and punctuation marks; the result is the same for the treebank's spelling and plain text.
 */
export function splitWords(text: string): Word[] {
  const { text: spelled, places } = spell(text);
  const words: Word[] = [];
  // A slash separates words, as in `writer/director`.
  for (const { 0: found, index } of spelled.matchAll(/[^\s/\\]+|\//g)) {
    const [word = found] = /[\p{L}\p{N}](?:.*[\p{L}\p{N}])?/su.exec(found) ?? [];
    const core = word.replace(/'s$/, '');
    const at = index + found.indexOf(core);
    const start = places.startOf(at);
    const end = places.endOf(at + core.length);
    const last = words.at(-1);
    if (core === '.' && last?.end === start && ABBREVIATION.test(last.text)) {
      last.text += '.';
      last.end = start + 1;
    } else {
      words.push({ text: core, start, end, isCapital: isCapital(core) });
    }
  }
  return words;
}

function isCapital(word: string): boolean {
  if (!/^\p{Lu}/u.test(word) || word === 'I' || word.length > MAX_LENGTH) return false;
  return !word.split('-').some((part) => /^\p{Ll}/u.test(part) && isCommonWord(part));
}
