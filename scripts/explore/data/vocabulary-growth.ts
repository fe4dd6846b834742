import { createRandom, shuffle } from '../../../classifier/training/index.ts';
import type { AnnotatedSentence } from '../texts/annotate.ts';

/** A point of the curve: the number of distinct words after a number of sentences. */
export interface GrowthPoint {
  numSentences: number;
  numWords: number;
}

/** The growth of the vocabulary with the sentences read, in random order. */
export interface VocabularyGrowth {
  points: GrowthPoint[];
  /** The share of words in the last tenth of the sentences that occur in no earlier sentence, 0..1. */
  shareNew: number;
  /** The share of distinct words that occur in only one sentence, 0..1. */
  shareOnce: number;
}

const NUM_POINTS = 50;
const LAST_PART = 0.1;

/** Measures the growth of the vocabulary over sentences, at least one, read in an order drawn with `seed`. */
export function measureGrowth(sentences: readonly AnnotatedSentence[], seed: number): VocabularyGrowth {
  const shuffled = shuffle([...sentences], createRandom(seed));
  const numSentencesOf = new Map<string, number>();
  const points: GrowthPoint[] = [{ numSentences: 0, numWords: 0 }];
  const lastFrom = Math.floor(shuffled.length * (1 - LAST_PART));
  let numLast = 0;
  let numNew = 0;
  for (const [i, { words, isWord }] of shuffled.entries()) {
    const read = words.filter((_, k) => isWord[k]);
    if (i >= lastFrom) {
      numLast += read.length;
      numNew += read.filter((word) => !numSentencesOf.has(word)).length;
    }
    for (const word of new Set(read)) numSentencesOf.set(word, (numSentencesOf.get(word) ?? 0) + 1);
    const numDue = Math.floor(((i + 1) * NUM_POINTS) / shuffled.length);
    if (numDue >= points.length) points.push({ numSentences: i + 1, numWords: numSentencesOf.size });
  }
  const numOnce = numSentencesOf.values().reduce((count, times) => count + Number(times === 1), 0);
  return {
    points,
    shareNew: numNew / Math.max(1, numLast),
    shareOnce: numOnce / Math.max(1, numSentencesOf.size),
  };
}
