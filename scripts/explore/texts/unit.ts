import type { AnnotatedSentence } from './annotate.ts';

/** What counts once in a data set: a sentence with its phrases, or, where no text is a part of another, a text. */
export type Unit = 'sentence' | 'text';

/** A data set's unit. */
export function findUnit(sentences: readonly AnnotatedSentence[]): Unit {
  return sentences.some(hasParts) ? 'sentence' : 'text';
}

function hasParts({ words, phrases }: AnnotatedSentence): boolean {
  return phrases.some(({ from, to }) => to - from < words.length);
}
