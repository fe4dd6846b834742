import { countOutputColumns, NUM_POOLS, type RecurrentSizes } from './sizes.ts';

/**
 * The network without its word vectors, in the form of the model file and the kernel: int16 weights with one scale a
 * column. The three gates of a direction (r, u, c) lie side by side. The inputs to r and u, and the recurrent part of
 * c, are halved, as `Kernel.gates` expects. Weights are stored in pairs; see `Kernel`.
 */
export interface FixedPointNetwork {
  /** Shape [numDimensions / 2 × 6 numHidden × 2]: input weights, forward and backward side by side. */
  inputWeights: Int16Array;
  /** Shape [6 numHidden]: the scale of each column's sums. */
  inputScales: Float32Array;
  /** Shape [6 numHidden]: added after scaling. */
  inputBias: Float32Array;
  /** Shape [numHidden / 2 × 3 numHidden × 2]: recurrent weights. */
  forwardWeights: Int16Array;
  /** Shape [3 numHidden]: the initial value of each sum. */
  forwardBias: Int32Array;
  /** Shape [3 numHidden]: the scale of each column's sums. */
  forwardScales: Float32Array;
  /** Like `forwardWeights`, `forwardBias` and `forwardScales`. */
  backwardWeights: Int16Array;
  backwardBias: Int32Array;
  backwardScales: Float32Array;
  /** Shape [2 numHidden]: the attention vector. */
  attention: Int16Array;
  /** Shape [1]: the scale of the dot products of `attention` with states; at least 0. */
  attentionScale: Float32Array;
  /**
   * Shape [columns / 8 × 6 numHidden × 8]: output weights on the pooled states, in blocks of 8 columns. The first
   * numClasses columns are used; the rest are padding.
   */
  outputWeights: Float32Array;
  /** Shape [columns]; the first numClasses entries are used. */
  outputBias: Float32Array;
}

/** The length of each array for these sizes. */
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
