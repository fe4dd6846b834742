import type { HashedWord } from './linear/ngrams.ts';
import type { Model, TokenForm } from './model.ts';
import type { Steps } from './steps.ts';
import type { Combination, Variations } from './text/combine-sentences.ts';
import { type PredictedSentence, predictInSteps, round, type Sentence } from './text/read-text.ts';
import type { Span } from './text/sentences.ts';

/** How much one token moves the result. */
export interface TokenWeight extends Span {
  /** The token as the text spells it. */
  text: string;
  /**
   * How much the text's valence falls when the token is left out, or where the classes are no scale the probability of
   * the class that the text was given; negative when it rises.
   */
  weight: number;
}

/** How much one sentence moves the result, likewise when it is left out of the text. */
export interface SentenceWeight extends Span {
  weight: number;
}

/** What is explained at most. */
export const EXPLANATION_LIMITS = {
  /** The most tokens that a text may have to have them explained. */
  tokens: 1000,
  /** The most of each of its sentences; a model that reads whole texts takes a text for one. */
  sentenceTokens: 200,
  /** For such a model, the most that the number of sentences times that of tokens may be to have sentences explained. */
  sentencesTimesTokens: 400_000,
} as const;

/** What each token, and each sentence, did to a text. */
export interface TextWeights {
  /** None where the text has too many. */
  explanation: TokenWeight[];
  /** Why none is there, in words: how many tokens the text has, and how many are explained at most. */
  explanationOmitted?: string;
  /** None where a model that reads whole texts would have too much to read again; `explanationOmitted` tells of it. */
  sentenceWeights: SentenceWeight[];
}

/** A text as a model has read it. */
export interface TextReading<Word> {
  text: string;
  sentences: readonly Sentence<Word>[];
  /** What the model reads at a time: each sentence, or all as one. */
  units: readonly PredictedSentence<Word>[];
  readsTexts: boolean;
  combination: Combination;
}

/** What a token moves: the valence of class probabilities, or the probability of a class. */
type Explained = (probabilities: Float64Array) => number;

/**
 * What each token and each sentence does to a number of its text; above `EXPLANATION_LIMITS` tokens are left out.
 * @param readTogether gives the class probabilities of sentences that the model reads as one
 */
export function* explainText<Word extends TokenForm & HashedWord>(
  model: Model<Word>,
  { text, sentences, units, readsTexts, combination }: TextReading<Word>,
  readTogether: (sentences: readonly Sentence<Word>[]) => Steps<Float64Array>,
  explained: Explained,
): Steps<TextWeights> {
  yield;
  const variations = combination.vary();
  function* readWithout(index: number): Steps<Float64Array> {
    if (!readsTexts && sentences.length > 1) return variations.withoutSentence(index);
    return yield* readTogether(sentences.toSpliced(index, 1));
  }
  const whole = explained(combination.prediction.probabilities);
  const noTokens = describeTooManyTokens(sentences, readsTexts);
  const noSentences = readsTexts ? describeTooManyReadings(sentences) : undefined;
  return {
    explanation: noTokens ? [] : yield* weighTokens(text, model, units, variations, whole, explained),
    ...(noTokens && { explanationOmitted: noSentences ? `${noTokens} ${noSentences}` : noTokens }),
    sentenceWeights: noSentences ? [] : yield* weighSentences(sentences, readWithout, whole, explained),
  };
}

/**
 * What each token does to a number of its text, by leaving it out of its own sentence (Li, Monroe and Jurafsky 2016,
 * "Understanding Neural Networks through Representation Erasure"): weight = number of the text − number of the text
 * with the sentence without the token.
 * @param whole the number of the text
 */
function* weighTokens<Word extends TokenForm & HashedWord>(
  text: string,
  model: Model<Word>,
  sentences: readonly PredictedSentence<Word>[],
  variations: Variations,
  whole: number,
  explained: Explained,
): Steps<TokenWeight[]> {
  const weights: TokenWeight[] = [];
  for (const [i, { words, places: findPlaces }] of sentences.entries()) {
    const places = findPlaces();
    // What one sign says is left out together.
    const signs = places.filter(({ start }, t) => start !== places[t - 1]?.start);
    const shortened = signs.map((sign) => words.filter((_, t) => places[t]!.start !== sign.start));
    const without = yield* predictInSteps(model, shortened);
    for (const [t, { start, end }] of signs.entries()) {
      const rest = variations.withSentence(i, without[t]!.probabilities, shortened[t]!);
      const weight = round(whole - explained(rest));
      weights.push({ text: text.slice(start, end), start, end, weight });
    }
    yield;
  }
  return weights;
}

/** What each sentence does to a number of its text, by leaving it out of the text. */
function* weighSentences(
  sentences: readonly Span[],
  readWithout: (index: number) => Steps<Float64Array>,
  whole: number,
  explained: Explained,
): Steps<SentenceWeight[]> {
  const weights: SentenceWeight[] = [];
  for (const [i, { start, end }] of sentences.entries()) {
    if (end > start) weights.push({ start, end, weight: round(whole - explained(yield* readWithout(i))) });
    yield;
  }
  return weights;
}

/** Why tokens of a text are not explained, as a sentence; undefined where they are few enough. */
function describeTooManyTokens(
  sentences: readonly Sentence<unknown>[],
  readsTexts: boolean,
): string | undefined {
  const { tokens, sentenceTokens } = EXPLANATION_LIMITS;
  const numTokens = countTokens(sentences);
  if (readsTexts) {
    if (numTokens <= sentenceTokens) return undefined;
    return `The text has ${numTokens} tokens; by a model that reads whole texts at most ${sentenceTokens} are explained.`;
  }
  const longest = sentences.reduce((max, { words }) => Math.max(max, words.length), 0);
  if (numTokens <= tokens && longest <= sentenceTokens) return undefined;
  return `The text has ${numTokens} tokens, ${longest} of them in its longest sentence; at most ${tokens} are explained, and ${sentenceTokens} in a sentence.`;
}

/** Why neither tokens nor sentences of a text that is read as a whole are explained, likewise. */
function describeTooManyReadings(sentences: readonly Sentence<unknown>[]): string | undefined {
  const { sentencesTimesTokens } = EXPLANATION_LIMITS;
  const numTokens = countTokens(sentences);
  const numSentences = sentences.filter(({ start, end }) => end > start).length;
  if (numSentences * numTokens <= sentencesTimesTokens) return undefined;
  return `Its ${numSentences} sentences are not explained either: times the number of tokens they may be at most ${sentencesTimesTokens}.`;
}

function countTokens(sentences: readonly Sentence<unknown>[]): number {
  return sentences.reduce((sum, { words }) => sum + words.length, 0);
}
