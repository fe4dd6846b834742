import type { HashedWord } from './linear/ngrams.ts';
import type { Model, TokenForm } from './model.ts';
import type { Steps } from './steps.ts';
import type { Combination, Variations } from './text/combine-sentences.ts';
import { type PredictedSentence, predictInSteps, round, type Sentence } from './text/read-text.ts';
import type { Span } from './text/sentences.ts';

/** How much one token contributes to the result. */
export interface TokenWeight extends Span {
  /** The token as the text spells it. */
  text: string;
  /**
   * How much the text's valence falls when the token is left out; negative when it rises. If the labels form no scale,
   * the probability of the text's predicted class takes the place of the valence.
   */
  weight: number;
}

/** How much one sentence contributes to the result: the same fall when the sentence is left out of the text. */
export interface SentenceWeight extends Span {
  weight: number;
}

/** The limits above which explanations are omitted. */
export const EXPLANATION_LIMITS = {
  /** The most tokens in a text whose tokens are explained. */
  tokens: 1000,
  /** The most tokens in each of its sentences; in the whole text for a model of unit `text`. */
  sentenceTokens: 200,
  /** For a model of unit `text`: the largest product of sentences and tokens for which sentences are explained. */
  sentencesTimesTokens: 400_000,
} as const;

/** The weight of each token and each sentence of a text. */
export interface TextWeights {
  /** Empty if the text exceeds the limits. */
  explanation: TokenWeight[];
  /** Why tokens are not explained, as a sentence with the numbers found and the limits. */
  explanationOmitted?: string;
  /** Empty if a model of unit `text` would have to reread too much; `explanationOmitted` says so. */
  sentenceWeights: SentenceWeight[];
}

/** A text as a model has read it. */
export interface TextReading<Word> {
  text: string;
  sentences: readonly Sentence<Word>[];
  /** What the model reads at a time: each sentence, or the whole text as one unit. */
  units: readonly PredictedSentence<Word>[];
  /** Whether the model reads whole texts. */
  readsTexts: boolean;
  combination: Combination;
}

/** The number that is explained: the valence, or the probability of one class. */
type Explained = (probabilities: Float64Array) => number;

/**
 * Computes the weight of each token and each sentence. Above `EXPLANATION_LIMITS` they are omitted.
 * @param readTogether returns the class probabilities of sentences that the model reads as one text
 * @param explained the number whose fall is measured
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
 * Weighs each token by leaving it out of its sentence (Li, Monroe and Jurafsky 2016, "Understanding Neural Networks
 * through Representation Erasure"): weight = explained(text) − explained(text without the token).
 * @param whole explained(text)
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
    // Tokens at the same offset come from one sign, such as an emoji; they are left out together.
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

/** Weighs each sentence by leaving it out of the text. */
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

/** Says why tokens are not explained, as a sentence; undefined within the limits. */
function describeTooManyTokens(
  sentences: readonly Sentence<unknown>[],
  readsTexts: boolean,
): string | undefined {
  const { tokens, sentenceTokens } = EXPLANATION_LIMITS;
  const numTokens = countTokens(sentences);
  if (readsTexts) {
    if (numTokens <= sentenceTokens) return undefined;
    return `The text has ${numTokens} tokens; a model that reads whole texts explains at most ${sentenceTokens}.`;
  }
  const longest = sentences.reduce((max, { words }) => Math.max(max, words.length), 0);
  if (numTokens <= tokens && longest <= sentenceTokens) return undefined;
  return `The text has ${numTokens} tokens, ${longest} of them in its longest sentence; at most ${tokens} are explained, and ${sentenceTokens} in a sentence.`;
}

/** Says why sentences of a text read as a whole are not explained, as a sentence; undefined within the limits. */
function describeTooManyReadings(sentences: readonly Sentence<unknown>[]): string | undefined {
  const { sentencesTimesTokens } = EXPLANATION_LIMITS;
  const numTokens = countTokens(sentences);
  const numSentences = sentences.filter(({ start, end }) => end > start).length;
  if (numSentences * numTokens <= sentencesTimesTokens) return undefined;
  return `Its ${numSentences} sentences are not explained either: sentences times tokens may be at most ${sentencesTimesTokens}.`;
}

function countTokens(sentences: readonly Sentence<unknown>[]): number {
  return sentences.reduce((sum, { words }) => sum + words.length, 0);
}
