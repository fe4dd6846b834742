import type { Random } from '../optimizers/random.ts';

/** The share of texts that models are trained on misspelled. */
export const MISSPELLED_SHARE = 0.15;

/** How often a text that is misspelled is so in each way, and how often a word of it is mistyped. */
const RATES = { apostrophes: 0.15, typos: 0.4, typo: 0.15, end: 0.8, case: 0.1, around: 0.05 };

/** What sentences end with, as people type them; a full stop may be missing. A row of the same mark is read as a full stop. */
const ENDS = ['', '!', '!', '!', '?!', '...', '!!!'];
const AROUND: readonly (readonly [before: string, after: string])[] = [
  ['"', '"'],
  ['(', ')'],
  ['<br /><br />', ''],
  ['- ', ''],
];
/** The treebank's own brackets, which mean something else in another case. */
const TREEBANK_BRACKET = /-[LR][RSC]B-/;

/**
 * A text as somebody in a hurry might have typed it: with an apostrophe lost, letters swapped, left out or doubled, another
 * mark or none at its end, in another case, or with quotes or markup around. What it says stays the same.
 */
export function misspell(text: string, random: Random): string {
  const happens = (rate: number): boolean => random() < rate;
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)]!;
  let changed = text;
  if (happens(RATES.apostrophes)) changed = changed.replace(/ ?['’](?=(?:s|re|ve|ll|m|d)\b)/g, '');
  if (happens(RATES.typos)) {
    changed = changed.replace(/\p{L}{4,}/gu, (word) => (happens(RATES.typo) ? mistype(word, random) : word));
  }
  // Not where there is none: a mark at the end tells a sentence from a phrase, and phrases are neutral more often.
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

/** A word with two letters swapped, one left out, or one twice; its first letter stays. */
function mistype(word: string, random: Random): string {
  const letters = [...word];
  const at = 1 + Math.floor(random() * (letters.length - 2));
  const kind = random();
  if (kind < 0.4) letters.splice(at, 2, letters[at + 1]!, letters[at]!);
  else if (kind < 0.7) letters.splice(at, 1);
  else letters.splice(at, 0, letters[at]!);
  return letters.join('');
}
