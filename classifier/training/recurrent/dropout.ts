import type { Random } from '../optimizers/random.ts';
import type { Numbers } from './kernel/kernel.ts';

/** The dropout rates (Srivastava et al. 2014). */
export interface Dropout {
  /** The dropout rate of word vectors. */
  input: number;
  /** The dropout rate of pooled states. */
  pooled: number;
  random: Random;
}

/**
 * Applies dropout in place: each number is multiplied by 0, or by 1/(1 − rate).
 * @param mask output: the factor of each number; at least as long as `numbers`
 * @param random if undefined, nothing is dropped
 */
export function dropOut(
  numbers: Numbers,
  mask: Float32Array,
  rate: number,
  random: Random | undefined,
): void {
  const kept = 1 / (1 - rate);
  for (let i = 0; i < numbers.length; i++) {
    mask[i] = !random ? 1 : random() < rate ? 0 : kept;
    numbers[i]! *= mask[i]!;
  }
}
