import type { Numbers } from '../recurrent/kernel/kernel.ts';

/** Keeps the first steps finite. */
const EPSILON = 1e-8;

/**
 * One step of Adagrad (Duchi, Hazan and Singer 2011, "Adaptive Subgradient Methods", with the diagonal matrix), from
 * `start` on:
 *
 *     s ← s + g²   x ← x − rate · g / (√s + ε)
 *
 * No step exceeds the rate, however large the gradient: a word that occurs a hundred times in a batch does not move a
 * hundred times as far.
 * @param squares the sums s so far, same shape as `numbers`
 * @param gradients shape [number of updated numbers]
 */
export function stepAdagrad(
  squares: Numbers,
  numbers: Numbers,
  gradients: Numbers,
  learningRate: number,
  start = 0,
): void {
  for (let i = 0; i < gradients.length; i++) {
    const gradient = gradients[i]!;
    const square = squares[start + i]! + gradient * gradient;
    squares[start + i] = square;
    numbers[start + i]! -= (learningRate * gradient) / (Math.sqrt(square) + EPSILON);
  }
}
