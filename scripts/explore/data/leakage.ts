import { assignFolds, createRandom } from '../../../classifier/training/index.ts';
import { countLabels, findLargest } from '../statistics/counting.ts';
import type { AnnotatedSentence, Phrase } from '../texts/annotate.ts';

/** What one half of a data set reveals about the other. */
export interface Leakage {
  /** How the data was split into halves. */
  split: 'text by text' | 'group by group';
  /**
   * The share of one half's texts, 0..1, that also occur in the other half, or overlap within their sentence with a
   * text there.
   */
  shareOverlapping: number;
  /**
   * The accuracy of pure memorization, 0..1: it predicts the label of the text in the other half that overlaps most,
   * else the most frequent label.
   */
  memoryAccuracy: number;
  /** The accuracy of always predicting the most frequent label, 0..1. */
  majorityAccuracy: number;
}

/** Splits a data set in halves, once text by text and once by groups (sentences), and measures pure memorization. */
export function measureLeakage(
  sentences: readonly AnnotatedSentence[],
  seed: number,
  numClasses?: number,
): Leakage[] {
  const groupings: Record<Leakage['split'], (sentence: number, phrase: number) => string> = {
    'text by text': (sentence, phrase) => `${sentence} ${phrase}`,
    'group by group': String,
  };
  return Object.entries(groupings).map(([split, groupOf]) => {
    const groups = sentences.flatMap(({ phrases }, i) => phrases.map((_, k) => groupOf(i, k)));
    const halves = assignFolds(groups, 2, createRandom(seed));
    return { split: split as Leakage['split'], ...recall(sentences, halves, numClasses) };
  });
}

/**
 * Measures memorization for one split. @param halves 0 for memorized texts, 1 for tested ones, in the order of the
 * sentences' phrases
 */
function recall(
  sentences: readonly AnnotatedSentence[],
  halves: Uint8Array,
  numClasses: number | undefined,
): Omit<Leakage, 'split'> {
  const halfOf = new Map(sentences.flatMap(({ phrases }) => phrases).map((phrase, i) => [phrase, halves[i]]));
  const isKnown = (phrase: Phrase): boolean => halfOf.get(phrase) === 0;
  const known = sentences.flatMap(({ words, phrases }) =>
    phrases.filter(isKnown).map((phrase) => ({ label: phrase.label, normal: normalForm(words, phrase) })),
  );
  const labels = new Map(known.map(({ normal, label }) => [normal, label]));
  const majority = findLargest(countLabels(known, numClasses));
  let numAsked = 0;
  let numOverlapping = 0;
  let numRemembered = 0;
  let numMajority = 0;
  for (const { words, phrases } of sentences) {
    for (const phrase of phrases) {
      if (isKnown(phrase)) continue;
      numAsked++;
      const near =
        labels.get(normalForm(words, phrase)) ?? findNearest(phrase, phrases.filter(isKnown))?.label;
      if (near !== undefined) numOverlapping++;
      if ((near ?? majority) === phrase.label) numRemembered++;
      if (majority === phrase.label) numMajority++;
    }
  }
  const asked = Math.max(1, numAsked);
  return {
    shareOverlapping: numOverlapping / asked,
    memoryAccuracy: numRemembered / asked,
    majorityAccuracy: numMajority / asked,
  };
}

const normalForm = (words: readonly string[], { from, to }: Phrase): string =>
  words.slice(from, to).join(' ');

/**
 * Finds the phrase with the largest overlap, by the Jaccard index of tokens (Jaccard 1912); `undefined` if none
 * overlaps.
 */
function findNearest(phrase: Phrase, others: readonly Phrase[]): Phrase | undefined {
  let nearest: Phrase | undefined;
  let largest = 0;
  for (const other of others) {
    const shared = Math.min(phrase.to, other.to) - Math.max(phrase.from, other.from);
    const all = Math.max(phrase.to, other.to) - Math.min(phrase.from, other.from);
    if (shared / all > largest) {
      largest = shared / all;
      nearest = other;
    }
  }
  return nearest;
}
