import { lengthInput, softmax } from '../probabilities.ts';

/** How many weights a blend of two opinions has: two for each opinion, then one bias a class. */
export function countBlendWeights(numClasses: number): number {
  return 4 + numClasses;
}
/** A probability no opinion falls below, so that its logarithm is finite. */
const SMALLEST = 1e-7;

/**
 * Blends two opinions on a text in a logarithmic opinion pool (Genest and Zidek 1986). Its shares depend on the text's
 * length, and it calibrates the result too:
 *
 *     z_k = b_k + (w_0 + w_1 l) log p_k + (w_2 + w_3 l) log q_k,   l = log(number of tokens) − 1.5,   softmax(z)
 *
 * @param p shape [numClasses], probabilities; the network's
 * @param q shape [numClasses], probabilities; the n-grams'
 * @param weights shape [number of weights]: w_0 … w_3, then b_k of each class
 * @param out shape [numClasses]: the probabilities, each in 0..1, sum 1
 */
export function blendOpinions(
  p: ArrayLike<number>,
  q: ArrayLike<number>,
  numTokens: number,
  weights: ArrayLike<number>,
  out: Float64Array,
): void {
  const length = lengthInput(numTokens);
  const shareP = weights[0]! + weights[1]! * length;
  const shareQ = weights[2]! + weights[3]! * length;
  for (let k = 0; k < out.length; k++) {
    out[k] = weights[4 + k]! + shareP * logarithm(p[k]!) + shareQ * logarithm(q[k]!);
  }
  softmax(out);
}

/** The logarithm of a probability, finite also for 0. */
export function logarithm(probability: number): number {
  return Math.log(Math.max(probability, SMALLEST));
}
