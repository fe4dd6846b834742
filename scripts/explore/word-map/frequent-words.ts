import type { AnnotatedSentence } from '../texts/annotate.ts';
import { CONTENT_PARTS, MIN_SENTENCES } from './sentiment-words.ts';

/** A content word that occurs in at least five sentences. */
export interface FrequentWord {
  word: string;
  numSentences: number;
}

/** Counts the content words that are frequent enough for a map, the most frequent first. */
export function countWords(sentences: readonly AnnotatedSentence[]): FrequentWord[] {
  const counts = new Map<string, number>();
  for (const { words, isWord, partsOfSpeech } of sentences) {
    const found = words.filter((_, i) => isWord[i] && CONTENT_PARTS.has(partsOfSpeech[i]!));
    for (const word of new Set(found)) counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return [...counts]
    .map(([word, numSentences]) => ({ word, numSentences }))
    .filter(({ numSentences }) => numSentences >= MIN_SENTENCES)
    .sort((a, b) => b.numSentences - a.numSentences || (a.word < b.word ? -1 : 1));
}
