import type { Passage } from '../model.ts';
import type { Tokens } from './find-tokens.ts';

/** A passage whose parts can be spelled. */
export interface Stretch<Word> extends Passage<Word> {
  /** Returns the tokens from `from` to `to`, exclusive, in normalized spelling; all by default. */
  spelled(from?: number, to?: number): string;
}

/** Spells the tokens of a normalized text from `from` to `to`, exclusive, with single spaces. */
export function spellTokens(
  text: string,
  { starts, ends }: Pick<Tokens<unknown>, 'starts' | 'ends'>,
  from: number,
  to: number,
): string {
  return to > from ? text.slice(starts[from]!, ends[to - 1]!).replace(/\s+/g, ' ') : '';
}

/** Joins stretches into one, with a space between two. */
export function joinStretches<Word>(stretches: readonly Stretch<Word>[]): Stretch<Word> {
  const words = stretches.flatMap((stretch) => stretch.words);
  return {
    words,
    spelled(from = 0, to = words.length) {
      const spelled: string[] = [];
      let start = 0;
      for (const stretch of stretches) {
        const { length } = stretch.words;
        const [first, behind] = [Math.max(0, from - start), Math.min(length, to - start)];
        if (first < behind) spelled.push(stretch.spelled(first, behind));
        start += length;
      }
      return spelled.join(' ');
    },
  };
}

/** Returns the passage of the tokens from `from` to `to`, exclusive. */
export function partOf<Word>(stretch: Stretch<Word>, from: number, to: number): Passage<Word> {
  return { words: stretch.words.slice(from, to), spelled: () => stretch.spelled(from, to) };
}

/** Leaves the tokens from `from` to `to`, exclusive, out of a stretch. */
export function leaveOut<Word>(stretch: Stretch<Word>, from: number, to: number): Passage<Word> {
  return {
    words: stretch.words.toSpliced(from, to - from),
    spelled: () =>
      [stretch.spelled(0, from), stretch.spelled(to)].filter((spelled) => spelled !== '').join(' '),
  };
}
