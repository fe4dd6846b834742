import { ClassifierError } from './errors.ts';
import type { HashedWord } from './linear/ngrams.ts';
import type { Model, TokenForm } from './model.ts';
import type { Steps } from './steps.ts';
import type { Combination } from './text/combine-sentences.ts';
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

/** The most tokens that a text may have to be explained, and each of its sentences. */
export const EXPLANATION_LIMITS = { tokens: 1000, sentenceTokens: 200 } as const;

/** What a token moves: the valence of class probabilities, or the probability of a class. */
export type Explained = (probabilities: Float64Array) => number;

/**
 * What each token does to a number of its text, by leaving it out of its own sentence (Li, Monroe and Jurafsky 2016,
 * "Understanding Neural Networks through Representation Erasure"): weight = number of the text − number of the text
 * with the sentence without the token.
 * @throws ClassifierError with code `TOO_MANY_TOKENS` above `EXPLANATION_LIMITS`
 */
export function* explainSentences<Word extends TokenForm & HashedWord>(
  text: string,
  model: Model<Word>,
  sentences: readonly PredictedSentence<Word>[],
  combination: Combination,
  explained: Explained,
): Steps<TokenWeight[]> {
  checkLength(sentences);
  const whole = explained(combination.prediction.probabilities);
  const weights: TokenWeight[] = [];
  for (const [i, { words, places: findPlaces }] of sentences.entries()) {
    const places = findPlaces();
    // What one sign says is left out together.
    const signs = places.filter(({ start }, t) => start !== places[t - 1]?.start);
    const shortened = signs.map((sign) => words.filter((_, t) => places[t]!.start !== sign.start));
    const without = yield* predictInSteps(model, shortened);
    for (const [t, { start, end }] of signs.entries()) {
      const rest = combination.withSentence(i, without[t]!.probabilities, shortened[t]!);
      const weight = round(whole - explained(rest));
      weights.push({ text: text.slice(start, end), start, end, weight });
    }
    yield;
  }
  return weights;
}

/**
 * What each sentence does to a number of its text, by leaving it out of the text.
 * @param whole the number of the text
 * @param explainWithout gives the number of the text without the sentence at a place
 */
export function* weighSentences(
  sentences: readonly Span[],
  whole: number,
  explainWithout: (index: number) => Steps<number>,
): Steps<SentenceWeight[]> {
  const weights: SentenceWeight[] = [];
  for (const [i, { start, end }] of sentences.entries()) {
    if (end > start) weights.push({ start, end, weight: round(whole - (yield* explainWithout(i))) });
    yield;
  }
  return weights;
}

/**
 * Checks that a text is short enough to explain.
 * @throws ClassifierError with code `TOO_MANY_TOKENS` above `EXPLANATION_LIMITS`
 */
export function checkLength(sentences: readonly Pick<Sentence<unknown>, 'words'>[]): void {
  const numTokens = sentences.reduce((sum, { words }) => sum + words.length, 0);
  const longest = sentences.reduce((max, { words }) => Math.max(max, words.length), 0);
  if (numTokens <= EXPLANATION_LIMITS.tokens && longest <= EXPLANATION_LIMITS.sentenceTokens) return;
  throw new ClassifierError(
    'TOO_MANY_TOKENS',
    `text has ${numTokens} tokens, ${longest} of them in its longest sentence, expected at most ${EXPLANATION_LIMITS.tokens} and ${EXPLANATION_LIMITS.sentenceTokens} to explain it`,
  );
}
