import { createAdamState, stepAdam } from './adam.ts';

/**
 * What is minimised.
 * @param gradient of the shape of `weights`: overwritten by the gradient there
 * @param step from 1
 */
export type Loss = (weights: Float64Array, gradient: Float64Array, step: number) => number;

/** How long and how fast. */
export interface MinimizeSettings {
  numSteps: number;
  /** Of the first step; it falls linearly to 0. */
  learningRate: number;
}

/**
 * Minimises a loss by Adam.
 * @param weights where to begin: changed in place
 * @returns `weights`
 */
export function minimize(
  loss: Loss,
  weights: Float64Array,
  { numSteps, learningRate }: MinimizeSettings,
): Float64Array {
  const gradient = new Float64Array(weights.length);
  const adam = createAdamState(weights.length);
  for (let step = 1; step <= numSteps; step++) {
    loss(weights, gradient, step);
    stepAdam(adam, weights, gradient, 1, learningRate * (1 - (step - 1) / numSteps), step);
  }
  return weights;
}
