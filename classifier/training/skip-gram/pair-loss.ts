import type { Numbers } from '../recurrent/kernel/kernel.ts';

/**
 * Computes the loss of one pair of a word and a context word, and its gradients: equation 4 of Mikolov, Sutskever,
 * Chen, Corrado and Dean 2013, "Distributed Representations of Words and Phrases and their Compositionality", negated:
 *
 *     −log σ(u_o · v_c) − Σ_n log σ(−u_n · v_c)
 *
 * @param vectors shape [numRows × numDimensions]: the vectors v of words, and the vectors u of words as context
 * @param center the row of v_c
 * @param targets shape [at least numTargets]: the row of u_o, then those of the u_n; repetitions are allowed
 * @param gradients same shape as `vectors`; the gradients are added
 * @param centerGradient shape [numDimensions]; overwritten
 * @returns the loss
 */
export function addPairLoss(
  vectors: Numbers,
  numDimensions: number,
  center: number,
  targets: Uint32Array,
  numTargets: number,
  gradients: Numbers,
  centerGradient: Numbers,
): number {
  const centerStart = center * numDimensions;
  let loss = 0;
  centerGradient.fill(0);
  for (let target = 0; target < numTargets; target++) {
    const start = targets[target]! * numDimensions;
    const product = multiply(vectors, start, vectors, centerStart, numDimensions);
    // d(−log σ(z))/dz = σ(z) − 1,  d(−log σ(−z))/dz = σ(z)
    const isContext = target === 0;
    const slope = 1 / (1 + Math.exp(-product)) - Number(isContext);
    loss += softplus(isContext ? -product : product);
    for (let i = 0; i < numDimensions; i++) {
      centerGradient[i]! += slope * vectors[start + i]!;
      gradients[start + i]! += slope * vectors[centerStart + i]!;
    }
  }
  for (let i = 0; i < numDimensions; i++) gradients[centerStart + i]! += centerGradient[i]!;
  return loss;
}

/**
 * The dot product of two rows. Four parallel sums take half the time of one, in which each addition waits for the last.
 */
export function multiply(
  vectors: Numbers,
  start: number,
  others: Numbers,
  otherStart: number,
  numDimensions: number,
): number {
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  let i = 0;
  for (; i + 3 < numDimensions; i += 4) {
    a += vectors[start + i]! * others[otherStart + i]!;
    b += vectors[start + i + 1]! * others[otherStart + i + 1]!;
    c += vectors[start + i + 2]! * others[otherStart + i + 2]!;
    d += vectors[start + i + 3]! * others[otherStart + i + 3]!;
  }
  for (; i < numDimensions; i++) a += vectors[start + i]! * others[otherStart + i]!;
  return a + b + c + d;
}

/** −log σ(−z) = log(1 + exp(z)), finite for any z. */
export function softplus(z: number): number {
  return Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)));
}
