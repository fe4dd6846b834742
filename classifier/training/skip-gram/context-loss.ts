import type { Numbers } from '../recurrent/kernel/kernel.ts';
import { multiply, softplus } from './pair-loss.ts';

/**
 * Computes the loss of a word given the mean of the words around it, and its gradients: the continuous bag of words of
 * Mikolov, Chen, Corrado and Dean 2013, "Efficient Estimation of Word Representations in Vector Space", with negative
 * sampling:
 *
 *     −log σ(u_o · h) − Σ_n log σ(−u_n · h),   h = the mean of the v_c
 *
 * @param vectors shape [numRows × numDimensions]: the vectors v of words, and the vectors u of words as targets
 * @param context the rows of the v_c, at least one; repetitions are allowed
 * @param targets shape [at least numTargets]: the row of u_o, then those of the u_n; repetitions are allowed
 * @param gradients same shape as `vectors`; the gradients are added
 * @param mean shape [numDimensions]; overwritten
 * @param meanGradient shape [numDimensions]; overwritten
 * @returns the loss
 */
export function addContextLoss(
  vectors: Numbers,
  numDimensions: number,
  context: readonly number[],
  targets: Uint32Array,
  numTargets: number,
  gradients: Numbers,
  mean: Numbers,
  meanGradient: Numbers,
): number {
  mean.fill(0);
  for (const row of context) {
    const start = row * numDimensions;
    for (let i = 0; i < numDimensions; i++) mean[i]! += vectors[start + i]! / context.length;
  }
  let loss = 0;
  meanGradient.fill(0);
  for (let target = 0; target < numTargets; target++) {
    const start = targets[target]! * numDimensions;
    const product = multiply(vectors, start, mean, 0, numDimensions);
    const isWord = target === 0;
    const slope = 1 / (1 + Math.exp(-product)) - Number(isWord);
    loss += softplus(isWord ? -product : product);
    for (let i = 0; i < numDimensions; i++) {
      meanGradient[i]! += slope * vectors[start + i]!;
      gradients[start + i]! += slope * mean[i]!;
    }
  }
  for (const row of context) {
    const start = row * numDimensions;
    for (let i = 0; i < numDimensions; i++) gradients[start + i]! += meanGradient[i]! / context.length;
  }
  return loss;
}
