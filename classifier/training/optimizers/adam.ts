import type { Numbers } from '../recurrent/kernel/kernel.ts';

/** Adam's constants (Kingma and Ba 2015, "Adam: A Method for Stochastic Optimization"). */
const BETA_1 = 0.9;
const BETA_2 = 0.999;
const EPSILON = 1e-8;

/** Adam's moment estimates, each of shape [size]. */
export interface AdamState {
  mean: Float32Array;
  variance: Float32Array;
}

/** Adam's state before the first step. */
export function createAdamState(size: number): AdamState {
  return { mean: new Float32Array(size), variance: new Float32Array(size) };
}

/**
 * One step of Adam (algorithm 1) on the numbers from `start` to `end`:
 *
 *     m ← β₁m + (1 − β₁)g   v ← β₂v + (1 − β₂)g²   x ← x − rate · (m / (1 − β₁ᵗ)) / (√(v / (1 − β₂ᵗ)) + ε)
 *
 * @param gradientScale a factor applied to each gradient first
 * @param step the number of the step, from 1
 */
export function stepAdam(
  { mean, variance }: AdamState,
  numbers: Numbers,
  gradients: Numbers,
  gradientScale: number,
  learningRate: number,
  step: number,
  start = 0,
  end = numbers.length,
): void {
  const meanCorrection = 1 / (1 - BETA_1 ** step);
  const varianceCorrection = 1 / (1 - BETA_2 ** step);
  for (let i = start; i < end; i++) {
    const gradient = gradients[i]! * gradientScale;
    mean[i] = BETA_1 * mean[i]! + (1 - BETA_1) * gradient;
    variance[i] = BETA_2 * variance[i]! + (1 - BETA_2) * gradient * gradient;
    numbers[i]! -=
      (learningRate * mean[i]! * meanCorrection) / (Math.sqrt(variance[i]! * varianceCorrection) + EPSILON);
  }
}
