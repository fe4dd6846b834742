import { countOutputColumns, NUM_POOLS, type RecurrentSizes } from './sizes.ts';

/**
 * The network, its word vectors aside, as a model file holds it and a kernel reads it: whole numbers of 16 bits, a scale
 * a column. The gates of a direction are r, u and c side by side. What goes into r and u is halved, as `Kernel.gates`
 * takes it, and so is what comes from states into c. Weights lie pair by pair, as `Kernel` says.
 */
export interface FixedPointNetwork {
  /** Shape [numDimensions / 2 × 6 numHidden × 2]: on word vectors, forward and backward side by side. */
  inputWeights: Int16Array;
  /** Shape [6 numHidden]: what 1 is in the sums of each column. */
  inputScales: Float32Array;
  /** Shape [6 numHidden]: added to what the sums are worth. */
  inputBias: Float32Array;
  /** Shape [numHidden / 2 × 3 numHidden × 2]: on the state before. */
  forwardWeights: Int16Array;
  /** Shape [3 numHidden]: the sums begin with it. */
  forwardBias: Int32Array;
  /** Shape [3 numHidden]: what 1 is in the sums of each column. */
  forwardScales: Float32Array;
  /** As `forwardWeights`, `forwardBias` and `forwardScales`. */
  backwardWeights: Int16Array;
  backwardBias: Int32Array;
  backwardScales: Float32Array;
  /** Shape [2 numHidden]: what attention looks for. */
  attention: Int16Array;
  /** Shape [1]: what 1 is in the products of `attention` with states; not below 0. */
  attentionScale: Float32Array;
  /**
   * Shape [columns / 8 × 6 numHidden × 8] on the pooled states, in blocks of 8 columns; one column a class counts, the
   * rest keep rows aligned.
   */
  outputWeights: Float32Array;
  /** Shape [columns]; one a class counts. */
  outputBias: Float32Array;
}

/** How long each array is. */
export function networkLengths(sizes: RecurrentSizes): Record<keyof FixedPointNetwork, number> {
  const { numDimensions, numHidden } = sizes;
  const gates = 3 * numHidden;
  const states = 2 * numHidden;
  return {
    inputWeights: numDimensions * 2 * gates,
    inputScales: 2 * gates,
    inputBias: 2 * gates,
    forwardWeights: numHidden * gates,
    forwardBias: gates,
    forwardScales: gates,
    backwardWeights: numHidden * gates,
    backwardBias: gates,
    backwardScales: gates,
    attention: states,
    attentionScale: 1,
    outputWeights: NUM_POOLS * states * countOutputColumns(sizes),
    outputBias: countOutputColumns(sizes),
  };
}
