import type { Random } from '../optimizers/random.ts';
import type { Numbers } from './kernel/kernel.ts';

/** The shares of numbers left out in training (Srivastava et al. 2014). */
export interface Dropout {
  /** Of the word vectors. */
  input: number;
  /** Of the pooled states. */
  pooled: number;
  random: Random;
}

/**
 * Leaves numbers out, in place, and makes up for it: each is multiplied by 0, or by 1/(1 − rate).
 * @param mask what each is multiplied by, to be written; at least as long as `numbers`
 * @param random without it nothing is left out
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
