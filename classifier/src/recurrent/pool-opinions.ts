import { NUM_CLASSES } from '../sentiments.ts';

/** The weights of a pool of two opinions: two for each, then one bias a class. */
export const NUM_POOL_WEIGHTS = 4 + NUM_CLASSES;
/** The natural logarithm of a usual number of tokens; taking it away keeps the input small. */
const USUAL_LOG_LENGTH = 1.5;
/** A probability no opinion falls below, so that its logarithm is finite. */
const SMALLEST = 1e-7;

/** The length of a text as the pool sees it. */
export function lengthInput(numTokens: number): number {
  return Math.log(Math.max(1, numTokens)) - USUAL_LOG_LENGTH;
}

/**
 * Pools two opinions on a text, in a logarithmic opinion pool (Genest and Zidek 1986) whose shares depend on the
 * text's length, which also calibrates them:
 *
 *     z_k = b_k + (w_0 + w_1 l) log p_k + (w_2 + w_3 l) log q_k,   l = log(number of tokens) − 1.5,   softmax(z)
 *
 * @param p shape [5], probabilities; the network's
 * @param q shape [5], probabilities; the n-grams'
 * @param weights shape [NUM_POOL_WEIGHTS]: w_0 … w_3, b_0 … b_4
 * @param out shape [5]: the probabilities, each in 0..1, sum 1
 */
export function poolOpinions(
  p: ArrayLike<number>,
  q: ArrayLike<number>,
  numTokens: number,
  weights: ArrayLike<number>,
  out: Float64Array,
): void {
  const length = lengthInput(numTokens);
  const shareP = weights[0]! + weights[1]! * length;
  const shareQ = weights[2]! + weights[3]! * length;
  let max = Number.NEGATIVE_INFINITY;
  for (let k = 0; k < NUM_CLASSES; k++) {
    out[k] = weights[4 + k]! + shareP * logarithm(p[k]!) + shareQ * logarithm(q[k]!);
    max = Math.max(max, out[k]!);
  }
  let sum = 0;
  for (let k = 0; k < NUM_CLASSES; k++) {
    out[k] = Math.exp(out[k]! - max);
    sum += out[k]!;
  }
  for (let k = 0; k < NUM_CLASSES; k++) out[k]! /= sum;
}

/** The logarithm of a probability, finite also for 0. */
export function logarithm(probability: number): number {
  return Math.log(Math.max(probability, SMALLEST));
}
