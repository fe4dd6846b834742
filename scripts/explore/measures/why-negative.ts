import type { Phrase, Sentence } from '../annotate.ts';
import { findReaching, isLeaning, type NegatedWord } from './negation.ts';

/** Why a text with a positive word is negative, as far as its words tell; the first that fits. */
export const REASONS = {
  negated: 'a negation reaches it',
  unfulfilled: 'it is wanted, tried, limited or compared',
  contrast: 'a “but” or its like takes it back',
  outweighed: 'other words outweigh it',
} as const;
export type Reason = keyof typeof REASONS;

/** A positive word that often stands in negative texts. */
export interface WhyNegative {
  word: string;
  /** Its mean label where nothing negates it, 0..4. */
  plain: number;
  /** In how many sentences a negative text holds it, and in how many a positive one does; a sentence may have both. */
  numNegative: number;
  numPositive: number;
  /** For each reason how many of the sentences with a negative text have it, and the shortest such texts. */
  reasons: Record<Reason, { count: number; examples: string[] }>;
}

const CONTRASTS = new Set(
  'but yet though although however despite while except instead unless unfortunately'.split(' '),
);
/** Before the word: it is not there, or not enough. */
const UNFULFILLED = new Set(
  `could would should might supposed try tries trying tried attempt attempts attempting intended wants want wanted
   wish wishes hope hopes hoping meant less least rather too only mildly intermittently occasionally sporadically
   more than as if either enough almost nearly merely just when where few little some`.split(/\s+/),
);
/** How far before the word, in tokens, they are looked for. */
const WINDOW = 6;
const NUM_EXAMPLES = 3;
const NUM_WORDS = 5;
const NEUTRAL = 2;

/**
 * Of the words that are positive by themselves takes those that stand in negative texts of the most sentences, and
 * asks why. Of each sentence counts the shortest negative text with the word.
 * @param words candidates, with their mean labels
 * @returns at most five, the most frequent first
 */
export function askWhyNegative(
  sentences: readonly Sentence[],
  words: readonly Pick<NegatedWord, 'word' | 'plain'>[],
): WhyNegative[] {
  return words
    .filter(({ plain }) => plain > NEUTRAL && isLeaning(plain))
    .map(({ word, plain }) => study(sentences, word, plain))
    .filter(({ numNegative }) => numNegative > 0)
    .sort((a, b) => b.numNegative - a.numNegative || (a.word < b.word ? -1 : 1))
    .slice(0, NUM_WORDS);
}

function study(sentences: readonly Sentence[], word: string, plain: number): WhyNegative {
  const reasons: WhyNegative['reasons'] = {
    negated: { count: 0, examples: [] },
    unfulfilled: { count: 0, examples: [] },
    contrast: { count: 0, examples: [] },
    outweighed: { count: 0, examples: [] },
  };
  let numNegative = 0;
  let numPositive = 0;
  for (const sentence of sentences) {
    const place = sentence.words.indexOf(word);
    if (place < 0) continue;
    const holding = sentence.phrases
      .filter(({ from, to }) => from <= place && place < to)
      .toSorted((a, b) => a.to - a.from - (b.to - b.from));
    if (holding.some(({ label }) => label > NEUTRAL)) numPositive++;
    const shortest = holding.find(({ label }) => label < NEUTRAL);
    if (shortest === undefined) continue;
    numNegative++;
    const found = reasons[findReason(sentence, place, shortest)];
    found.count++;
    found.examples.push(shortest.text);
  }
  for (const reason of Object.values(reasons)) {
    const shortestFirst = [...new Set(reason.examples)].sort(
      (a, b) => a.length - b.length || (a < b ? -1 : 1),
    );
    reason.examples = shortestFirst.slice(0, NUM_EXAMPLES);
  }
  return { word, plain, numNegative, numPositive, reasons };
}

function findReason({ words }: Sentence, place: number, { from, to }: Phrase): Reason {
  if (findReaching(words)[place]! >= from) return 'negated';
  if (words.slice(Math.max(from, place - WINDOW), place).some((word) => UNFULFILLED.has(word))) {
    return 'unfulfilled';
  }
  return words.slice(from, to).some((word) => CONTRASTS.has(word)) ? 'contrast' : 'outweighed';
}
