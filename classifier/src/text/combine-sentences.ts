import type { Prediction, TokenForm } from '../model.ts';
import { average, type PredictedSentence, valenceOf } from './read-text.ts';

/** How the sentences of a text make up what it says, learned from whole texts; see `combineProbabilities`. */
export interface TextSettings {
  /** What a sentence counts more by, the farther it is from the middle of the scale (0..1). */
  strength: number;
  /** What it counts more by, the less sure it is: by the entropy of its class probabilities, in nats. */
  uncertainty: number;
  /** What the first and the last sentence count more by. */
  first: number;
  last: number;
  /** How much surer many sentences make: the power of their number. */
  exponent: number;
  /** What long texts are more often, by class: added to the logits, half of it at ten sentences. Shape [numClasses]. */
  bias: readonly number[];
}

/** What the sentences of a text say together. */
export interface Combination {
  prediction: Prediction;
  /** The class probabilities of the text if one of its sentences, wherever it stands in it, had others. */
  withSentence(index: number, probabilities: Float64Array): Float64Array;
}

/** Below this a probability counts as this: a class is never out of the question. */
const LEAST_PROBABILITY = 1e-6;

/**
 * Combines the sentences of a text. What is said twice counts once, so that it makes a text no surer of itself; and one
 * sentence alone is the text.
 * @param sentences one at least
 * @param settings of the model; where it has learned from no whole texts, each sentence counts by its number of words
 */
export function combineSentences<Word extends TokenForm>(
  sentences: readonly PredictedSentence<Word>[],
  settings: TextSettings | undefined,
): Combination {
  const mean = average(sentences);
  const numbers = numberDistinct(sentences);
  const distinct: Float64Array[] = [];
  for (const [i, number] of numbers.entries()) {
    if (number !== undefined) distinct[number] ??= sentences[i]!.prediction.probabilities;
  }
  if (settings === undefined || distinct.length === 0) {
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
  return {
    prediction: { ...mean, probabilities: combineProbabilities(distinct, settings) },
    withSentence(index, probabilities) {
      const number = numbers[index];
      return number === undefined
        ? combineProbabilities(distinct, settings)
        : combineProbabilities(distinct.with(number, probabilities), settings);
    },
  };
}

/** The number of each sentence among those of other tokens, in order; undefined for one without a token. */
function numberDistinct(sentences: readonly { words: readonly TokenForm[] }[]): (number | undefined)[] {
  const numbers = new Map<string, number>();
  return sentences.map(({ words }) => {
    if (words.length === 0) return undefined;
    const key = words.map(({ normal }) => normal).join(' ');
    if (!numbers.has(key)) numbers.set(key, numbers.size);
    return numbers.get(key);
  });
}

/**
 * A logarithmic opinion pool (Genest and Zidek 1986) with learned weights:
 *
 *     p_k ∝ exp(n^exponent · Σ_i w_i log p_ik + longness(n) · bias_k),   w = softmax of the scores of the n sentences
 *
 * @param sentences the class probabilities of each; those of one alone come back as they are
 */
export function combineProbabilities(
  sentences: readonly Float64Array[],
  settings: TextSettings,
): Float64Array {
  if (sentences.length === 1) return sentences[0]!.slice();
  const numSentences = sentences.length;
  const weights = softmax(
    Float64Array.from(sentences, (p, i) => {
      const [strength, uncertainty, first, last] = describeSentence(p, i, numSentences);
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
  for (const [k, bias] of settings.bias.entries()) {
    let sum = 0;
    for (const [i, p] of sentences.entries()) sum += weights[i]! * logOf(p[k]!);
    logits[k] = sureness * sum + longness(numSentences) * bias;
  }
  return softmax(logits);
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
