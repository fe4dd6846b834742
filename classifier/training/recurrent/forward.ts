/*
 * The network's forward half. A bidirectional gated recurrent unit (Schuster and Paliwal 1997; Cho et al. 2014), its
 * states pooled by maximum, mean and attention (a softmax of dot products with a learned vector v), then softmax:
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

/** How much a forward pass has room for. */
export interface Room {
  /** Tokens of all texts together. */
  maxTokens: number;
  maxTexts: number;
  /** Whether what gradients need is kept of every token, or only of those of one step. */
  keepsSteps: boolean;
}

/** What one direction reads, and where it keeps what gradients need. */
export interface DirectionBuffers {
  /**
   * Shape [maxTokens]: where the gates' share of each token's vector [3 numHidden] begins, bias included; to be set
   * before `encode`.
   */
  fromInputs: Uint32Array;
  /** [maxTokens or maxTexts × 3 numHidden]: the gates' share of the state before. */
  fromStates: Matrix;
  /** [maxTokens or maxTexts × 3 numHidden]: the gates. */
  activations: Matrix;
  /** [maxTokens or maxTexts × numHidden]: the state before each token. */
  previous: Matrix;
}

/** Where a forward pass keeps what it computes. */
export interface ForwardBuffers extends Record<Direction, DirectionBuffers> {
  /** As `Room` says. */
  keepsSteps: boolean;
  /** [maxTokens × 2 numHidden]: the states after each token, of both directions. */
  states: Matrix;
  /** Where each token's share of its text's attention [maxTokens] begins. */
  attention: number;
  /** [maxTexts × 6 numHidden]: the pooled states. */
  pooled: Matrix;
  /** [maxTexts × 2 numHidden]: which token gave each maximum. */
  maxAt: Matrix;
  /** [maxTexts × columns]: the class probabilities. */
  probabilities: Matrix;
}

/** A network in a kernel's memory, as far as the forward half needs it. */
export interface ForwardNetwork {
  kernel: Kernel<Numbers>;
  numHidden: number;
  numClasses: number;
  weights: WeightMatrices;
  buffers: ForwardBuffers;
}

/** Sets the memory of a forward pass aside. */
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

/** Encodes all texts in both directions: from `fromInputs` to `states`. */
export function encode(network: ForwardNetwork, texts: PackedTexts): void {
  for (const direction of DIRECTIONS) encodeDirection(network, direction, texts);
}

/** A step at a time. */
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
    // A text that begins here has read nothing yet.
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

/** From `states` to `pooled`. */
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

/** From `pooled` to `probabilities`. */
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
