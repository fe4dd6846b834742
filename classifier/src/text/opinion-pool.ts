import type { Polarity } from './ngram-polarity.ts';
import { valenceOf } from './read-text.ts';
import type { TextSettings } from './text-settings.ts';
import { addSum, createSumWithout, emptySum, meanOf, sumOf, type WeightedSum } from './weighted-sums.ts';

/** The prediction for a sentence as a part of its text. */
export interface Opinion {
  /** Shape [numClasses]: the sentence's class probabilities. */
  probabilities: Float64Array;
  polarity: Polarity;
}

/** An opinion with the index of its sentence, which orders opinions. */
export interface PlacedOpinion extends Opinion {
  place: number;
}

/** The lower bound of a probability: no class is ever ruled out. */
const LEAST_PROBABILITY = 1e-6;
/** The number of opinions at each end of a text that may become first or last when one is left out. */
const NUM_AT_END = 2;

/**
 * Combines the sentences of a text in a logarithmic opinion pool (Genest and Zidek 1986) with learned weights. A
 * logistic regression on n-grams, the polarity, shifts the result along the scale:
 *
 *     p_k ∝ exp(n^exponent · Σ_i w_i log p_ik + longness(n) · (bias_k + (k − (K − 1)/2) · s)),
 *     w = softmax of the scores of the n sentences,   s = the sum of all polarities / √(number of all n-grams)
 *
 * @param sentences at least one; a single sentence keeps its class probabilities
 * @returns shape [numClasses]: each in 0..1, sum 1
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
 * Prepares `combineOpinions` for a text with one opinion replaced or left out. Each call takes constant time, however
 * many opinions there are.
 * @param opinions in the order of their places
 * @returns a function from the index of an opinion, and its replacement if any, to class probabilities; an opinion can
 * only be left out if there are others
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
    // These include the first and the last opinion of the text.
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

/** The logarithms of a sentence's probabilities, weighted by its score. */
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
  const logs = new Float64Array(probabilities.length);
  for (let k = 0; k < logs.length; k++) logs[k] = logOf(probabilities[k]!);
  return sumOf(logs, score);
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
 * A factor from 0 for one sentence towards 1, with 0.5 at ten. It dampens what was learned from long reviews when the
 * text is short.
 */
export function longness(numSentences: number): number {
  return (numSentences - 1) / (numSentences + 8);
}

/**
 * The features of a sentence's score: its strength, its uncertainty (entropy in nats), and whether it is the first and
 * the last.
 * @param probabilities shape [numClasses]
 * @returns shape [4]
 */
export function describeSentence(probabilities: Float64Array, index: number, numSentences: number): number[] {
  const middle = (probabilities.length - 1) / 2;
  const strength = Math.abs(valenceOf(probabilities) - middle) / middle;
  let entropy = 0;
  for (let k = 0; k < probabilities.length; k++) entropy -= probabilities[k]! * logOf(probabilities[k]!);
  return [strength, entropy, index === 0 ? 1 : 0, index === numSentences - 1 ? 1 : 0];
}

/** The natural logarithm of a probability, clipped so that it is finite for 0. */
export function logOf(probability: number): number {
  return Math.log(Math.max(probability, LEAST_PROBABILITY));
}

/**
 * Computes the softmax in place and returns it.
 * @param logits shape [numClasses]; overwritten
 */
export function softmax(logits: Float64Array): Float64Array {
  let highest = Number.NEGATIVE_INFINITY;
  for (let k = 0; k < logits.length; k++) highest = Math.max(highest, logits[k]!);
  let sum = 0;
  for (let k = 0; k < logits.length; k++) sum += logits[k] = Math.exp(logits[k]! - highest);
  for (let k = 0; k < logits.length; k++) logits[k]! /= sum;
  return logits;
}
