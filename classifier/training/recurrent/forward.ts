/*
 * The forward pass: a bidirectional gated recurrent unit (Schuster and Paliwal 1997; Cho et al. 2014). Its states are
 * pooled by maximum, mean and attention (a softmax of dot products with a learned vector v); a softmax layer follows:
 *
 *     h = GRU(x)   p = [max_t h_t, mean_t h_t, Σ_t a_t h_t],  a = softmax_t(h_t · v)   y = softmax(p · W + b)
 */

import {
  countOutputColumns,
  DIRECTIONS,
  type Direction,
  NUM_POOLS,
  type RecurrentSizes,
} from '../../src/recurrent/sizes.ts';
import { type Allocate, allocateMatrix } from './arena.ts';
import type { Kernel, Numbers } from './kernel/kernel.ts';
import { clear, fillRows, type Matrix, multiplyInto, rowsOf } from './kernel/matrices.ts';
import { lengthOf, type PackedTexts } from './packed-texts.ts';
import { softmaxOverClasses, softmaxOverTokens } from './softmax.ts';
import type { WeightMatrices } from './weight-matrices.ts';

/** The capacity of a forward pass. */
export interface Room {
  /** The most tokens in all texts together. */
  maxTokens: number;
  maxTexts: number;
  /** Whether intermediate results are kept for all tokens, as gradients need, or only for one step. */
  keepsSteps: boolean;
}

/** The inputs and intermediate results of one direction. */
export interface DirectionBuffers {
  /** Shape [maxTokens]: the start of each token's gate inputs [3 numHidden], bias included; set before `encode`. */
  fromInputs: Uint32Array;
  /** [maxTokens or maxTexts × 3 numHidden]: the gate inputs from the previous state. */
  fromStates: Matrix;
  /** [maxTokens or maxTexts × 3 numHidden]: the activations of the gates. */
  activations: Matrix;
  /** [maxTokens or maxTexts × numHidden]: the state before each token. */
  previous: Matrix;
}

/** The results of a forward pass. */
export interface ForwardBuffers extends Record<Direction, DirectionBuffers> {
  /** See `Room`. */
  keepsSteps: boolean;
  /** [maxTokens × 2 numHidden]: the states after each token, of both directions. */
  states: Matrix;
  /** The start of the tokens' attention weights [maxTokens]. */
  attention: number;
  /** [maxTexts × 6 numHidden]: the pooled states. */
  pooled: Matrix;
  /** [maxTexts × 2 numHidden]: the token with each maximum. */
  maxAt: Matrix;
  /** [maxTexts × columns]: the class probabilities. */
  probabilities: Matrix;
}

/** The parts of a network that the forward pass needs, in a kernel's memory. */
export interface ForwardNetwork {
  kernel: Kernel<Numbers>;
  numHidden: number;
  numClasses: number;
  weights: WeightMatrices;
  buffers: ForwardBuffers;
}

/** Allocates the buffers of a forward pass. */
export function allocateForwardBuffers(
  allocate: Allocate,
  sizes: RecurrentSizes,
  { maxTokens, maxTexts, keepsSteps }: Room,
): ForwardBuffers {
  const { numHidden } = sizes;
  const numRows = keepsSteps ? maxTokens : maxTexts;
  const allocateDirection = (): DirectionBuffers => ({
    fromInputs: new Uint32Array(maxTokens),
    fromStates: allocateMatrix(allocate, numRows, 3 * numHidden),
    activations: allocateMatrix(allocate, numRows, 3 * numHidden),
    previous: allocateMatrix(allocate, numRows, numHidden),
  });
  return {
    keepsSteps,
    forward: allocateDirection(),
    backward: allocateDirection(),
    states: allocateMatrix(allocate, maxTokens, 2 * numHidden),
    attention: allocate(maxTokens),
    pooled: allocateMatrix(allocate, maxTexts, NUM_POOLS * 2 * numHidden),
    maxAt: allocateMatrix(allocate, maxTexts, 2 * numHidden),
    probabilities: allocateMatrix(allocate, maxTexts, countOutputColumns(sizes)),
  };
}

/** Encodes all texts in both directions; reads `fromInputs` and writes `states`. */
export function encode(network: ForwardNetwork, texts: PackedTexts): void {
  for (const direction of DIRECTIONS) encodeDirection(network, direction, texts);
}

/** Encodes one direction, step by step. */
function encodeDirection(
  { kernel, numHidden, weights, buffers }: ForwardNetwork,
  direction: Direction,
  { counts, starts }: PackedTexts,
): void {
  const { recurrentWeights, recurrentBias } = weights[direction];
  const { fromInputs, fromStates, activations, previous } = buffers[direction];
  const gatesWidth = fromStates.numColumns;
  const statesWidth = buffers.states.numColumns;
  const states = buffers.states.start + DIRECTIONS.indexOf(direction) * numHidden;
  const numSteps = counts.length;
  for (let i = 0; i < numSteps; i++) {
    const step = direction === 'forward' ? i : numSteps - 1 - i;
    const before = direction === 'forward' ? step - 1 : step + 1;
    const count = counts[step]!;
    const first = starts[step]!;
    const row = buffers.keepsSteps ? first : 0;
    const product = rowsOf(fromStates, row, count);
    fillRows(kernel, recurrentBias, product);
    // A text that begins at this step starts from a state of 0.
    const numContinued = i === 0 ? 0 : Math.min(count, counts[before]!);
    if (numContinued < count) clear(kernel, rowsOf(previous, row + numContinued, count - numContinued));
    if (numContinued > 0) {
      const known = rowsOf(previous, row, numContinued);
      kernel.copyRows(
        states + starts[before]! * statesWidth,
        known.start,
        numContinued,
        numHidden,
        statesWidth,
      );
      multiplyInto(kernel, known, recurrentWeights, product);
    }
    for (let r = 0; r < count; r++) {
      kernel.gates(
        fromInputs[first + r]!,
        product.start + r * gatesWidth,
        previous.start + (row + r) * numHidden,
        activations.start + (row + r) * gatesWidth,
        states + (first + r) * statesWidth,
        numHidden,
      );
    }
  }
}

/** Pools the states of each text; reads `states` and writes `pooled`. */
export function pool({ kernel, weights, buffers }: ForwardNetwork, texts: PackedTexts): void {
  const { states, attention, pooled, maxAt } = buffers;
  const { memory } = kernel;
  const statesWidth = states.numColumns;
  kernel.score(states.start, weights.attention.start, attention, texts.numTokens, statesWidth);
  softmaxOverTokens(memory, attention, texts);
  clear(kernel, rowsOf(pooled, 0, texts.numTexts));
  for (let text = 0; text < texts.numTexts; text++) {
    const maxima = pooled.start + text * pooled.numColumns;
    memory.fill(Number.NEGATIVE_INFINITY, maxima, maxima + statesWidth);
    const numTokens = lengthOf(text, texts);
    for (let step = 0; step < numTokens; step++) {
      const token = texts.starts[step]! + text;
      const share = memory[attention + token]!;
      const row = states.start + token * statesWidth;
      kernel.pool(row, token, numTokens, share, maxima, maxAt.start + text * statesWidth, statesWidth);
    }
  }
}

/** Computes the class probabilities; reads `pooled` and writes `probabilities`. */
export function classify(
  { kernel, numClasses, weights, buffers }: ForwardNetwork,
  { numTexts }: PackedTexts,
): void {
  const logits = rowsOf(buffers.probabilities, 0, numTexts);
  fillRows(kernel, weights.outputBias, logits);
  multiplyInto(kernel, rowsOf(buffers.pooled, 0, numTexts), weights.outputWeights, logits);
  for (let text = 0; text < numTexts; text++) {
    softmaxOverClasses(kernel.memory, logits.start + text * logits.numColumns, numClasses, logits.numColumns);
  }
}
