import { NEUTRAL } from '../statistics/lean.ts';
import type { AnnotatedSentence, Phrase } from '../texts/annotate.ts';
import { findReaching } from './reach.ts';
import type { LeaningWord } from './study.ts';

/** The reasons why a text with a positive word is negative, as far as its words show. The first that fits counts. */
export const REASONS = {
  negated: 'a negation reaches it',
  unfulfilled: 'it is wanted, tried, limited or compared',
  contrast: 'a “but” or its like takes it back',
  unexplained: 'no rule of this report says why',
} as const;
/** The name of a reason. */
export type Reason = keyof typeof REASONS;

/** A positive word that is frequent in negative texts. */
export interface WhyNegative {
  word: string;
  /** The mean label without a negation, 0..4. */
  plain: number;
  /** The number of sentences with a negative text that contains it. */
  numNegative: number;
  /** The share of all negative texts that contain it, 0..1; `shareOfPositive` is that of positive ones. */
  shareOfNegative: number;
  shareOfPositive: number;
  /**
   * For each reason: its share among sentences with a negative text, its share among those with a positive text, where
   * it explains nothing, and the shortest negative texts as examples.
   */
  reasons: Record<Reason, { share: number; shareOfPositive: number; examples: string[] }>;
}

const CONTRASTS = new Set(
  'but yet though although however despite while except instead unless unfortunately'.split(' '),
);
/** Words before the positive word that mark it as absent or insufficient. */
const UNFULFILLED = new Set(
  `could would should might supposed supposedly alone try tries trying tried attempt attempts attempting intended wants want wanted
   wish wishes hope hopes hoping meant less least rather too only mildly intermittently occasionally sporadically
   more than as if either enough almost nearly merely just when where few little some`.split(/\s+/),
);
/** The number of tokens before the word in which these words and negations are searched. */
const WINDOW = 6;
const NUM_EXAMPLES = 3;
const NUM_WORDS = 5;

/** The open question of the first version of this study: why is this word so frequent in negative reviews? */
export const QUESTION = 'funny';

/**
 * Explains why positive words occur in negative texts, for the words that do so in the most sentences. In each sentence
 * the longest negative text with the word counts, because it contains most of the context.
 * @param words the candidates, with their mean labels and whether these are significant
 * @returns the five most frequent, the most frequent first, and the `QUESTION` where it is one of the candidates
 */
export function askWhyNegative(
  sentences: readonly AnnotatedSentence[],
  words: readonly LeaningWord[],
): WhyNegative[] {
  const positive = words.filter(
    ({ word, plain, isSure }) => plain > NEUTRAL && (isSure || word === QUESTION),
  );
  const holding = new Map(positive.map(({ word }) => [word, [] as AnnotatedSentence[]]));
  for (const sentence of sentences)
    for (const word of new Set(sentence.words)) holding.get(word)?.push(sentence);
  const numTexts = countSides(sentences.flatMap(({ phrases }) => phrases));
  return positive
    .map(({ word, plain }) => explainWord(holding.get(word)!, word, plain, numTexts))
    .filter(({ numNegative }) => numNegative > 0)
    .sort((a, b) => b.numNegative - a.numNegative || (a.word < b.word ? -1 : 1))
    .filter(({ word }, i) => i < NUM_WORDS || word === QUESTION);
}

/** Explains one word. @param sentences those that contain the word */
function explainWord(
  sentences: readonly AnnotatedSentence[],
  word: string,
  plain: number,
  numTexts: ReturnType<typeof countSides>,
): WhyNegative {
  const found = sentences.map((sentence) => ({ sentence, holding: findHolding(sentence, word) }));
  const { negative, positive } = countSides(
    found.flatMap(({ holding }) => holding.map(({ phrase }) => phrase)),
  );
  const [inNegative, inPositive] = [
    ({ label }: Phrase) => label < NEUTRAL,
    ({ label }: Phrase) => label > NEUTRAL,
  ].map((isOnSide) =>
    found.flatMap(({ sentence, holding }) => {
      const longest = holding.findLast(({ phrase }) => isOnSide(phrase));
      if (longest === undefined) return [];
      return { text: longest.phrase.text, reason: findReason(sentence, longest) };
    }),
  ) as [Explained[], Explained[]];
  const shareOf = (texts: readonly Explained[], reason: Reason): number =>
    texts.filter((text) => text.reason === reason).length / Math.max(1, texts.length);
  const toReason = (reason: Reason): WhyNegative['reasons'][Reason] => {
    const texts = inNegative.filter((text) => text.reason === reason).map(({ text }) => text);
    const shortestFirst = [...new Set(texts)].sort((a, b) => a.length - b.length || (a < b ? -1 : 1));
    return {
      share: shareOf(inNegative, reason),
      shareOfPositive: shareOf(inPositive, reason),
      examples: shortestFirst.slice(0, NUM_EXAMPLES),
    };
  };
  return {
    word,
    plain,
    numNegative: inNegative.length,
    shareOfNegative: negative / Math.max(1, numTexts.negative),
    shareOfPositive: positive / Math.max(1, numTexts.positive),
    reasons: {
      negated: toReason('negated'),
      unfulfilled: toReason('unfulfilled'),
      contrast: toReason('contrast'),
      unexplained: toReason('unexplained'),
    },
  };
}

/** A text that contains the word, and the reason that fits it. */
interface Explained {
  text: string;
  reason: Reason;
}

/** A text that contains the word, and the index of its first occurrence. */
interface Holding {
  phrase: Phrase;
  place: number;
}

/** Finds the texts of a sentence that contain the word, the shortest first. */
function findHolding(sentence: AnnotatedSentence, word: string): Holding[] {
  const places = sentence.words.flatMap((other, i) => (other === word ? i : []));
  return sentence.phrases
    .toSorted((a, b) => a.to - a.from - (b.to - b.from))
    .flatMap((phrase) => {
      const place = places.find((at) => phrase.from <= at && at < phrase.to);
      return place === undefined ? [] : { phrase, place };
    });
}

function countSides(phrases: readonly Phrase[]): { negative: number; positive: number } {
  return {
    negative: phrases.filter(({ label }) => label < NEUTRAL).length,
    positive: phrases.filter(({ label }) => label > NEUTRAL).length,
  };
}

function findReason({ words }: AnnotatedSentence, { place, phrase: { from, to } }: Holding): Reason {
  if (findReaching(words, WINDOW)[place]! >= from) return 'negated';
  // In a text of several sentences, only the sentence with the word can explain it.
  const begin = Math.max(from, words.slice(0, place).findLastIndex(isSentenceEnd) + 1);
  const length = words.slice(place, to).findIndex(isSentenceEnd);
  const end = length < 0 ? to : place + length;
  if (words.slice(Math.max(begin, place - WINDOW), place).some((word) => UNFULFILLED.has(word))) {
    return 'unfulfilled';
  }
  return words.slice(begin, end).some((word) => CONTRASTS.has(word)) ? 'contrast' : 'unexplained';
}

const isSentenceEnd = (word: string): boolean => /^[.!?]$/.test(word);
