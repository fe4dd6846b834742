import type { AnnotatedSentence } from './annotate.ts';

/** The unit of counting in a data set: a sentence with its phrases, or a text if no text is part of another. */
export type Unit = 'sentence' | 'text';

/** Finds the unit of a data set. */
export function findUnit(sentences: readonly AnnotatedSentence[]): Unit {
  return sentences.some(hasParts) ? 'sentence' : 'text';
}

function hasParts({ words, phrases }: AnnotatedSentence): boolean {
  return phrases.some(({ from, to }) => to - from < words.length);
}
