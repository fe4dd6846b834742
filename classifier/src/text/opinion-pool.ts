import type { Polarity } from './ngram-polarity.ts';
import { valenceOf } from './read-text.ts';
import type { TextSettings } from './text-settings.ts';
import { addSum, createSumWithout, emptySum, meanOf, sumOf, type WeightedSum } from './weighted-sums.ts';

/** What is known of a sentence as a part of its text. */
export interface Opinion {
  /** Shape [numClasses]. */
  probabilities: Float64Array;
  polarity: Polarity;
}

/** An opinion and the place in the text that puts it before or behind others. */
export interface PlacedOpinion extends Opinion {
  place: number;
}

/** Below this a probability counts as this: a class is never out of the question. */
const LEAST_PROBABILITY = 1e-6;
/** How many opinions at each end of a text may come to be its first or its last when one is left out. */
const NUM_AT_END = 2;

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
  const sum = emptySum(settings.bias.length);
  for (const [i, sentence] of sentences.entries()) {
    addSum(sum, weigh(sentence, i, sentences.length, settings));
  }
  return toProbabilities(sum, sumPolarities(sentences), sentences.length, settings);
}

/**
 * The same of a text that has another opinion, or none, in place of one of its own. Each takes the same time, however
 * many there are.
 * @param opinions in the order of their places
 * @returns gives the class probabilities for the number of an opinion and the one in its place; where none is, there
 *   must be others
 */
export function createPoolWithout(
  opinions: readonly PlacedOpinion[],
  settings: TextSettings,
): (number: number, other?: PlacedOpinion) => Float64Array {
  const numOpinions = opinions.length;
  const atEnds = [...opinions.keys()].filter((i) => i < NUM_AT_END || i >= numOpinions - NUM_AT_END);
  const sumWithout = createSumWithout(numOpinions - atEnds.length, settings.bias.length, (i) =>
    weigh(opinions[NUM_AT_END + i]!, NUM_AT_END + i, numOpinions, settings),
  );
  const polarity = sumPolarities(opinions);
  return (number, other) => {
    const apart = atEnds.filter((i) => i !== number).map((i) => opinions[i]!);
    if (other) apart.push(other);
    // The first and the last of all are among these.
    apart.sort((a, b) => a.place - b.place);
    const numSentences = numOpinions - (other ? 0 : 1);
    if (numSentences === 1) return apart[0]!.probabilities.slice();
    const sum = sumWithout(number - NUM_AT_END);
    for (const [i, opinion] of apart.entries()) addSum(sum, weigh(opinion, i, apart.length, settings));
    const own = opinions[number]!.polarity;
    const rest = {
      sum: polarity.sum - own.sum + (other?.polarity.sum ?? 0),
      count: polarity.count - own.count + (other?.polarity.count ?? 0),
    };
    return toProbabilities(sum, rest, numSentences, settings);
  };
}

/** The logarithms of a sentence's probabilities, with its weight. */
function weigh(
  { probabilities }: Opinion,
  index: number,
  numSentences: number,
  settings: TextSettings,
): WeightedSum {
  const [strength, uncertainty, first, last] = describeSentence(probabilities, index, numSentences);
  const score =
    settings.strength * strength! +
    settings.uncertainty * uncertainty! +
    settings.first * first! +
    settings.last * last!;
  return sumOf(probabilities.map(logOf), score);
}

function toProbabilities(
  sum: WeightedSum,
  { sum: polarity, count }: Polarity,
  numSentences: number,
  settings: TextSettings,
): Float64Array {
  const logits = meanOf(sum);
  const sureness = numSentences ** settings.exponent;
  const shift = polarity / Math.sqrt(Math.max(1, count));
  const middle = (logits.length - 1) / 2;
  for (const [k, bias] of settings.bias.entries()) {
    logits[k] = sureness * logits[k]! + longness(numSentences) * (bias + (k - middle) * shift);
  }
  return softmax(logits);
}

function sumPolarities(sentences: readonly Opinion[]): Polarity {
  const total = { sum: 0, count: 0 };
  for (const { polarity } of sentences) {
    total.sum += polarity.sum;
    total.count += polarity.count;
  }
  return total;
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
