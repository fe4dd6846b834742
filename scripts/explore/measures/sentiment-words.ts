import type { Sentence } from '../annotate.ts';
import { meanLabel, noCounts } from './counting.ts';
import { computeLogOdds } from './log-odds.ts';

/** A word that speaks for a side. */
export interface SentimentWord {
  word: string;
  /** The mean label of the texts that hold it, 0..4. */
  valence: number;
  /** How characteristic it is of positive texts rather than negative ones, in standard errors; below 0 of negative ones. */
  z: number;
}

/** What can speak for a side: names, numbers and the words of grammar are left out. */
const PARTS_OF_SPEECH = new Set(['ADJ', 'ADV', 'NOUN', 'VERB']);
const MIN_SENTENCES = 5;

/**
 * The words that speak most for positive and for negative texts, the strongest first.
 * @param numEach how many of each side
 * @param always words that are taken too, if they are frequent enough
 */
export function findSentimentWords(
  sentences: readonly Sentence[],
  numEach: number,
  always: readonly string[],
): SentimentWord[] {
  const counts = new Map<string, { numTexts: number[]; negative: number; positive: number }>();
  for (const { words, isWord, partsOfSpeech, phrases } of sentences) {
    const places = words.keys().filter((i) => isWord[i] && PARTS_OF_SPEECH.has(partsOfSpeech[i]!));
    for (const [word, at] of Map.groupBy(places, (i) => words[i]!)) {
      const found = counts.get(word) ?? { numTexts: noCounts(), negative: 0, positive: 0 };
      counts.set(word, found);
      const holding = phrases.filter(({ from, to }) => at.some((i) => from <= i && i < to));
      for (const { label } of holding) found.numTexts[label]!++;
      found.negative += Number(holding.some(({ label }) => label < 2));
      found.positive += Number(holding.some(({ label }) => label > 2));
    }
  }
  const frequent = [...counts].filter(([, { negative, positive }]) => negative + positive >= MIN_SENTENCES);
  const z = computeLogOdds(frequent.map(([, { negative, positive }]) => [negative, positive]));
  const words = frequent
    .map(([word, { numTexts }], i) => ({ word, valence: meanLabel(numTexts), z: z[i]![1]! }))
    .sort((a, b) => b.z - a.z || (a.word < b.word ? -1 : 1));
  const positive = words.filter((word) => word.z > 0).slice(0, numEach);
  const negative = words
    .filter((word) => word.z < 0)
    .slice(-numEach)
    .reverse();
  const others = words.filter(({ word }) => always.includes(word));
  return [...new Set([...positive, ...negative, ...others])].sort((a, b) => Math.abs(b.z) - Math.abs(a.z));
}
