import { findOmissions } from './explanation-limits.ts';
import type { HashedWord } from './linear/ngrams.ts';
import type { PassageModel, TokenForm } from './model.ts';
import type { Steps } from './steps.ts';
import type { Combination, Variations } from './text/combine-sentences.ts';
import { leaveOut } from './text/passage.ts';
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
 * Computes the weight of each token and each sentence. Above `EXPLANATION_LIMITS`, or the limit of the model, they are
 * omitted.
 * @param readTogether returns the class probabilities of sentences that the model reads as one text
 * @param explained the number whose fall is measured
 */
export function* explainText<Word extends TokenForm & HashedWord>(
  model: PassageModel<Word>,
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
  const { noTokens, noSentences } = yield* findOmissions(sentences, units, readsTexts, model.readingLimits);
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
  model: PassageModel<Word>,
  sentences: readonly PredictedSentence<Word>[],
  variations: Variations,
  whole: number,
  explained: Explained,
): Steps<TokenWeight[]> {
  const weights: TokenWeight[] = [];
  for (const [i, sentence] of sentences.entries()) {
    const places = sentence.places();
    // Tokens at the same offset come from one sign, such as an emoji; they are left out together.
    const signs = [...places.keys()].filter((t) => places[t]!.start !== places[t - 1]?.start);
    const shortened = signs.map((t, s) => leaveOut(sentence, t, signs[s + 1] ?? places.length));
    const without = yield* predictInSteps(model, shortened);
    for (const [s, t] of signs.entries()) {
      const { start, end } = places[t]!;
      const rest = variations.withSentence(i, without[s]!.probabilities, shortened[s]!.words);
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
