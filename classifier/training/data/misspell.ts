import type { Random } from '../optimizers/random.ts';

/** The share of training texts that are misspelled. */
export const MISSPELLED_SHARE = 0.15;

/** The rates at which a misspelled text is changed in each way; `typo` is the rate a word. */
const RATES = { apostrophes: 0.15, typos: 0.4, typo: 0.15, end: 0.8, case: 0.1, around: 0.05 };

/** Ends of sentences as people type them; the full stop may be missing. A row of equal marks is read as a full stop. */
const ENDS = ['', '!', '!', '!', '?!', '...', '!!!'];
const AROUND: readonly (readonly [before: string, after: string])[] = [
  ['"', '"'],
  ['(', ')'],
  ['<br /><br />', ''],
  ['- ', ''],
];
/** The treebank's bracket tokens, which are not brackets in another case. */
const TREEBANK_BRACKET = /-[LR][RSC]B-/;

/**
 * Misspells a text as a hasty writer might: an apostrophe lost, letters swapped, dropped or doubled, another end mark
 * or none, another case, or quotes or markup around it. The meaning stays the same.
 */
export function misspell(text: string, random: Random): string {
  const happens = (rate: number): boolean => random() < rate;
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)]!;
  let changed = text;
  if (happens(RATES.apostrophes)) changed = changed.replace(/ ?['’](?=(?:s|re|ve|ll|m|d)\b)/g, '');
  if (happens(RATES.typos)) {
    changed = changed.replace(/\p{L}{4,}/gu, (word) => (happens(RATES.typo) ? mistype(word, random) : word));
  }
  // Not added where there is none: an end mark tells a sentence from a phrase, and phrases are neutral more often.
  if (/[.!]\s*$/.test(changed) && happens(RATES.end)) changed = changed.replace(/[\s.!]*$/, '') + pick(ENDS);
  if (happens(RATES.case) && !TREEBANK_BRACKET.test(changed)) {
    changed = pick([changed.toLowerCase(), changed.toUpperCase()]);
  }
  if (happens(RATES.around)) {
    const [before, after] = pick(AROUND);
    changed = before + changed + after;
  }
  return changed;
}

/** Swaps, drops or doubles a letter of a word, but never the first. */
function mistype(word: string, random: Random): string {
  const letters = [...word];
  const at = 1 + Math.floor(random() * (letters.length - 2));
  const kind = random();
  if (kind < 0.4) letters.splice(at, 2, letters[at + 1]!, letters[at]!);
  else if (kind < 0.7) letters.splice(at, 1);
  else letters.splice(at, 0, letters[at]!);
  return letters.join('');
}
