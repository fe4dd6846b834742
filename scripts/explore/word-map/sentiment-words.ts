import { meanLabel, noCounts } from '../statistics/counting.ts';
import { NEUTRAL } from '../statistics/lean.ts';
import { computeLogOdds } from '../statistics/log-odds.ts';
import type { AnnotatedSentence } from '../texts/annotate.ts';

/** A word that speaks for a side. */
export interface SentimentWord {
  word: string;
  /** The mean label of the texts that contain it, 0..4. */
  valence: number;
  /**
   * How characteristic it is of positive rather than negative texts, in standard errors; below 0 for negative texts.
   */
  z: number;
}

/** The parts of speech of content words; names, numbers and function words are left out. */
export const CONTENT_PARTS = new Set(['ADJ', 'ADV', 'NOUN', 'VERB']);
/** The minimum number of sentences with a word; rarer words are not mapped. */
export const MIN_SENTENCES = 5;

/** Weighs the words that are frequent enough, the most positive first. */
export function weighWords(sentences: readonly AnnotatedSentence[]): SentimentWord[] {
  const counts = new Map<string, { numTexts: number[]; negative: number; positive: number }>();
  for (const { words, isWord, partsOfSpeech, phrases } of sentences) {
    const places = words.keys().filter((i) => isWord[i] && CONTENT_PARTS.has(partsOfSpeech[i]!));
    for (const [word, at] of Map.groupBy(places, (i) => words[i]!)) {
      const found = counts.get(word) ?? { numTexts: noCounts(), negative: 0, positive: 0 };
      counts.set(word, found);
      const holding = phrases.filter(({ from, to }) => at.some((i) => from <= i && i < to));
      for (const { label } of holding) found.numTexts[label]!++;
      found.negative += Number(holding.some(({ label }) => label < NEUTRAL));
      found.positive += Number(holding.some(({ label }) => label > NEUTRAL));
    }
  }
  const frequent = [...counts].filter(([, { negative, positive }]) => negative + positive >= MIN_SENTENCES);
  const z = computeLogOdds(frequent.map(([, { negative, positive }]) => [negative, positive]));
  return frequent
    .map(([word, { numTexts }], i) => ({ word, valence: meanLabel(numTexts), z: z[i]![1]! }))
    .sort((a, b) => b.z - a.z || (a.word < b.word ? -1 : 1));
}

/**
 * Chooses the words most characteristic of positive and of negative texts, the strongest first.
 * @param words the most positive first
 * @param numEach the number of words of each side
 * @param always words to include as well, if they are among `words`
 */
export function chooseStrongest(
  words: readonly SentimentWord[],
  numEach: number,
  always: readonly string[],
): SentimentWord[] {
  const positive = words.filter(({ z }) => z > 0).slice(0, numEach);
  const negative = words.filter(({ z }) => z < 0).slice(-numEach);
  const others = words.filter(({ word }) => always.includes(word));
  return [...new Set([...positive, ...negative.reverse(), ...others])].sort(
    (a, b) => Math.abs(b.z) - Math.abs(a.z),
  );
}
