import { lengthInput, softmax } from '../probabilities.ts';

/** The number of weights in a blend of two predictions: two weights for each prediction, then one bias a class. */
export function countBlendWeights(numClasses: number): number {
  return 4 + numClasses;
}
/** The lower bound of a probability, which keeps its logarithm finite. */
const SMALLEST = 1e-7;

/**
 * Blends two predictions for a text in a logarithmic opinion pool (Genest and Zidek 1986). The weights depend on the
 * text's length, and they also calibrate the result:
 *
 *     z_k = b_k + (w_0 + w_1 l) log p_k + (w_2 + w_3 l) log q_k,   l = log(number of tokens) − 1.5,   softmax(z)
 *
 * @param p shape [numClasses]: the network's probabilities
 * @param q shape [numClasses]: the n-gram model's probabilities
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

/** The logarithm of a probability, clipped so that it is finite for 0. */
export function logarithm(probability: number): number {
  return Math.log(Math.max(probability, SMALLEST));
}
