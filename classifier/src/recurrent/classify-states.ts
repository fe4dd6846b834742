import { softmax } from '../probabilities.ts';
import type { Allocate } from './arena.ts';
import type { FixedPointNetwork } from './fixed-point-network.ts';
import type { Kernel } from './kernel/kernel.ts';
import { BLOCK_COLUMNS, countOutputColumns, NUM_POOLS, type RecurrentSizes } from './sizes.ts';

/**
 * Computes class probabilities from a text's states.
 * @param states address of the states, int16 [numTokens × 2 numHidden] in units of 1 / STATE_ONE
 * @param out shape [numClasses]: each in 0..1, sum 1
 */
export type ClassifyStates = (states: number, numTokens: number, out: Float64Array) => void;

/**
 * Allocates memory for the layers after the encoder. States are pooled by maximum, mean and attention (a softmax of dot
 * products with a learned vector v); a softmax layer follows:
 *
 *     p = [max_t h_t, mean_t h_t, Σ_t a_t h_t],  a = softmax_t(h_t · v)   y = softmax(p · W + b)
 *
 * @returns a function that creates the layers in a kernel with that memory
 */
export function allocateClassifyStates(
  allocate: Allocate,
  network: FixedPointNetwork,
  sizes: RecurrentSizes,
  maxTokens: number,
): (kernel: Kernel) => ClassifyStates {
  const width = 2 * sizes.numHidden;
  const query = allocate(2 * width);
  const scores = allocate(4 * maxTokens);
  const shares = allocate(4 * maxTokens);
  const numPooled = NUM_POOLS * width;
  const numColumns = countOutputColumns(sizes);
  const numBlocks = numColumns / BLOCK_COLUMNS;
  const pooled = allocate(4 * numPooled);
  const weights = allocate(4 * numPooled * numColumns);
  const bias = allocate(4 * numColumns);
  const logits = allocate(4 * numColumns);

  return (kernel) => {
    const floats = new Float32Array(kernel.memory);
    new Int16Array(kernel.memory).set(network.attention, query / 2);
    const scoreScale = network.attentionScale[0]!;
    floats.set(network.outputWeights, weights / 4);
    floats.set(network.outputBias, bias / 4);
    const scoreNumbers = new Int32Array(kernel.memory, scores, maxTokens);
    const shareNumbers = new Float32Array(kernel.memory, shares, maxTokens);
    const logitNumbers = new Float32Array(kernel.memory, logits, sizes.numClasses);

    /** Computes each token's attention weight from the scores of all tokens. */
    function attend(numTokens: number): void {
      let max = scoreNumbers[0]!;
      for (let i = 1; i < numTokens; i++) if (scoreNumbers[i]! > max) max = scoreNumbers[i]!;
      let sum = 0;
      for (let i = 0; i < numTokens; i++) {
        const share = Math.exp((scoreNumbers[i]! - max) * scoreScale);
        shareNumbers[i] = share;
        sum += share;
      }
      for (let i = 0; i < numTokens; i++) shareNumbers[i]! /= sum;
    }

    return (states, numTokens, out) => {
      kernel.score(states, query, scores, numTokens, width);
      attend(numTokens);
      kernel.pool(states, shares, pooled, numTokens, width);
      for (let block = 0; block < numBlocks; block++) {
        const at = 4 * block * BLOCK_COLUMNS;
        kernel.project(pooled, weights + at * numPooled, bias + at, logits + at, numPooled);
      }
      out.set(logitNumbers);
      softmax(out);
    };
  };
}
