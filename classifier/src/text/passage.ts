import type { Passage } from '../model.ts';
import type { Tokens } from './find-tokens.ts';

/** A passage that can be cut further. */
export interface Part<Word> extends Passage<Word> {
  /** Returns the passage of its tokens from `from` to `to`, exclusive. */
  part(from: number, to: number): Passage<Word>;
}

/** Creates a function that returns a passage of a text by the indices of its tokens, `from` to `to`, exclusive. */
export function createPassages<Word>(
  text: string,
  { words, starts, ends }: Tokens<Word>,
): (from: number, to: number) => Part<Word> {
  const passageOf = (from: number, to: number): Part<Word> => ({
    words: words.slice(from, to),
    spelled: () => (to > from ? text.slice(starts[from]!, ends[to - 1]!).replace(/\s+/g, ' ') : ''),
    part: (first, behind) => passageOf(from + first, from + behind),
  });
  return passageOf;
}

/** Joins passages into one, with a space between two. */
export function joinPassages<Word>(passages: readonly Part<Word>[]): Part<Word> {
  const words = passages.flatMap((passage) => passage.words);
  const spell = (from: number, to: number): string => {
    const spelled: string[] = [];
    let start = 0;
    for (const { words, part } of passages) {
      const [first, behind] = [Math.max(0, from - start), Math.min(words.length, to - start)];
      if (first < behind) spelled.push(part(first, behind).spelled());
      start += words.length;
    }
    return spelled.join(' ');
  };
  return {
    words,
    spelled: () => spell(0, words.length),
    part: (from, to) => ({ words: words.slice(from, to), spelled: () => spell(from, to) }),
  };
}

/** Leaves the tokens from `from` to `to`, exclusive, out of a passage. */
export function leaveOut<Word>({ words, part }: Part<Word>, from: number, to: number): Passage<Word> {
  return {
    words: words.toSpliced(from, to - from),
    spelled: () =>
      [part(0, from), part(to, words.length)]
        .map((passage) => passage.spelled())
        .filter((spelled) => spelled !== '')
        .join(' '),
  };
}
