import { createAdamState, stepAdam } from './adam.ts';

/**
 * A loss function.
 * @param gradient same shape as `weights`; overwritten with the gradient at `weights`
 * @param step the number of the step, from 1
 * @returns the loss
 */
export type Loss = (weights: Float64Array, gradient: Float64Array, step: number) => number;

/** The number of steps and the learning rate. */
export interface MinimizeSettings {
  numSteps: number;
  /** The initial learning rate; it falls linearly to 0. */
  learningRate: number;
}

/**
 * Minimizes a loss by Adam.
 * @param weights the initial weights; changed in place
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
