import type { HashedWord } from '../linear/ngrams.ts';
import type { Prediction, TokenForm } from '../model.ts';
import type { FindPolarity, Polarity } from './ngram-polarity.ts';
import { average, type PredictedSentence, valenceOf } from './read-text.ts';
import type { TextSettings } from './text-settings.ts';

/** A model's way from the sentences of a text to the text. */
export interface TextReader {
  settings: TextSettings;
  findPolarity: FindPolarity;
}

/** What is known of a sentence as a part of its text. */
export interface Opinion {
  /** Shape [numClasses]. */
  probabilities: Float64Array;
  polarity: Polarity;
}

/** What the sentences of a text say together. */
export interface Combination {
  prediction: Prediction;
  /** The class probabilities of the text if one of its sentences, wherever it stands in it, had other words and others. */
  withSentence(
    index: number,
    probabilities: Float64Array,
    words: readonly (TokenForm & HashedWord)[],
  ): Float64Array;
}

/** Below this a probability counts as this: a class is never out of the question. */
const LEAST_PROBABILITY = 1e-6;

/**
 * Combines the sentences of a text. What is said twice counts once, so that it makes a text no surer of itself; and one
 * sentence alone is the text.
 * @param sentences one at least
 * @param reader of the model; where it has learned from no whole texts, each sentence counts by its number of words
 */
export function combineSentences<Word extends TokenForm & HashedWord>(
  sentences: readonly PredictedSentence<Word>[],
  reader: TextReader | undefined,
): Combination {
  const mean = average(sentences);
  const numbers = numberDistinct(sentences);
  const isOne = numbers.every((number) => number === undefined || number === 0);
  if (reader === undefined || numbers.every((number) => number === undefined)) {
    return {
      prediction: mean,
      withSentence: (index, probabilities) =>
        average(
          sentences.map((sentence, i) =>
            i === index ? { prediction: { ...sentence.prediction, probabilities } } : sentence,
          ),
        ).probabilities,
    };
  }
  const { settings, findPolarity } = reader;
  /** One sentence alone needs no polarity. */
  const toOpinion = (probabilities: Float64Array, words: readonly HashedWord[]): Opinion => ({
    probabilities,
    polarity: isOne ? NO_POLARITY : findPolarity(words),
  });
  const distinct: Opinion[] = [];
  for (const [i, number] of numbers.entries()) {
    const { prediction, words } = sentences[i]!;
    if (number !== undefined) distinct[number] ??= toOpinion(prediction.probabilities, words);
  }
  const probabilities = combineOpinions(distinct, settings);
  return {
    prediction: { ...mean, probabilities },
    withSentence(index, other, words) {
      const number = numbers[index];
      if (number === undefined) return probabilities;
      return combineOpinions(distinct.with(number, toOpinion(other, words)), settings);
    },
  };
}

const NO_POLARITY: Polarity = { sum: 0, count: 0 };

/** The number of each sentence among those of other tokens, in order; undefined for one without a token. */
export function numberDistinct(
  sentences: readonly { words: readonly TokenForm[] }[],
): (number | undefined)[] {
  const numbers = new Map<string, number>();
  return sentences.map(({ words }) => {
    if (words.length === 0) return undefined;
    const key = words.map(({ normal }) => normal).join(' ');
    if (!numbers.has(key)) numbers.set(key, numbers.size);
    return numbers.get(key);
  });
}

/**
 * A logarithmic opinion pool (Genest and Zidek 1986) with learned weights, moved along the scale by the polarity of the
 * n-grams, a logistic regression on them:
 *
 *     p_k ∝ exp(n^exponent · Σ_i w_i log p_ik + longness(n) · (bias_k + (k − (K − 1)/2) · s)),
 *     w = softmax of the scores of the n sentences,   s = the sum of all polarities / √(number of all n-grams)
 *
 * @param sentences one at least; the class probabilities of one alone come back as they are
 */
export function combineOpinions(sentences: readonly Opinion[], settings: TextSettings): Float64Array {
  if (sentences.length === 1) return sentences[0]!.probabilities.slice();
  const numSentences = sentences.length;
  const weights = softmax(
    Float64Array.from(sentences, ({ probabilities }, i) => {
      const [strength, uncertainty, first, last] = describeSentence(probabilities, i, numSentences);
      return (
        settings.strength * strength! +
        settings.uncertainty * uncertainty! +
        settings.first * first! +
        settings.last * last!
      );
    }),
  );
  const logits = new Float64Array(settings.bias.length);
  const sureness = numSentences ** settings.exponent;
  const polarity = polarityOfText(sentences.map((sentence) => sentence.polarity));
  const middle = (logits.length - 1) / 2;
  for (const [k, bias] of settings.bias.entries()) {
    let sum = 0;
    for (const [i, { probabilities }] of sentences.entries()) sum += weights[i]! * logOf(probabilities[k]!);
    logits[k] = sureness * sum + longness(numSentences) * (bias + (k - middle) * polarity);
  }
  return softmax(logits);
}

function polarityOfText(sentences: readonly Polarity[]): number {
  const sum = sentences.reduce((total, polarity) => total + polarity.sum, 0);
  const count = sentences.reduce((total, polarity) => total + polarity.count, 0);
  return sum / Math.sqrt(Math.max(1, count));
}

/**
 * From 0 for one sentence towards 1, half at ten: what reviews of ten sentences are more often tells little of a text of
 * two.
 */
export function longness(numSentences: number): number {
  return (numSentences - 1) / (numSentences + 8);
}

/** What the score of a sentence is made of: its strength, its uncertainty, and whether it is the first, and the last. */
export function describeSentence(probabilities: Float64Array, index: number, numSentences: number): number[] {
  const middle = (probabilities.length - 1) / 2;
  const strength = Math.abs(valenceOf(probabilities) - middle) / middle;
  const entropy = -probabilities.reduce((sum, p) => sum + p * logOf(p), 0);
  return [strength, entropy, index === 0 ? 1 : 0, index === numSentences - 1 ? 1 : 0];
}

/** The logarithm of a probability. */
export function logOf(probability: number): number {
  return Math.log(Math.max(probability, LEAST_PROBABILITY));
}

/** Probabilities in proportion to the exponentials; overwrites what it is given. */
export function softmax(logits: Float64Array): Float64Array {
  const highest = logits.reduce((max, logit) => Math.max(max, logit), Number.NEGATIVE_INFINITY);
  let sum = 0;
  for (let k = 0; k < logits.length; k++) sum += logits[k] = Math.exp(logits[k]! - highest);
  for (let k = 0; k < logits.length; k++) logits[k]! /= sum;
  return logits;
}
