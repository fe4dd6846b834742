/*
 * The backward pass, by backpropagation through time (Werbos 1990). Each function of forward.ts has a counterpart here;
 * they are called in reverse order. All of them add to the gradients of the weights.
 */

import { DIRECTIONS, type Direction, NUM_POOLS, type RecurrentSizes } from '../../src/recurrent/sizes.ts';
import { type Allocate, allocateMatrix } from './arena.ts';
import type { ForwardNetwork, Room } from './forward.ts';
import type { Numbers } from './kernel/kernel.ts';
import { clear, type Matrix, multiplyInto, multiplyTransposedInto, rowsOf } from './kernel/matrices.ts';
import { lengthOf, type PackedTexts } from './packed-texts.ts';
import type { WeightMatrices } from './weight-matrices.ts';

/** The gradients of one direction, for all tokens. */
export interface DirectionGradients {
  /** [maxTokens × numHidden]: of the states. */
  states: Matrix;
  /** [maxTokens × 3 numHidden]: of the gate inputs from the tokens' vectors. */
  fromInputs: Matrix;
  /** [maxTokens × 3 numHidden]: of the gate inputs from the previous states. */
  fromStates: Matrix;
}

/** The gradients of all results of the forward pass. */
export interface BackwardBuffers extends Record<Direction, DirectionGradients> {
  /** [maxTokens × numDimensions]: of the tokens' vectors. */
  inputs: Matrix;
  /** [maxTexts × 6 numHidden]: of the pooled states. */
  pooled: Matrix;
  /** The start of a buffer for transposed weights. */
  transposed: number;
}

/** A network in training: the forward pass with all steps kept, and all gradients. */
export interface TrainedNetwork extends ForwardNetwork {
  /** [maxTokens × numDimensions]: the tokens' vectors. */
  inputs: Matrix;
  weightGradients: WeightMatrices;
  gradients: BackwardBuffers;
}

/** Allocates the buffers of a backward pass. */
export function allocateBackwardBuffers(
  allocate: Allocate,
  { numDimensions, numHidden }: RecurrentSizes,
  { maxTokens, maxTexts }: Room,
): BackwardBuffers {
  const allocateDirection = (): DirectionGradients => ({
    states: allocateMatrix(allocate, maxTokens, numHidden),
    fromInputs: allocateMatrix(allocate, maxTokens, 3 * numHidden),
    fromStates: allocateMatrix(allocate, maxTokens, 3 * numHidden),
  });
  return {
    forward: allocateDirection(),
    backward: allocateDirection(),
    inputs: allocateMatrix(allocate, maxTokens, numDimensions),
    pooled: allocateMatrix(allocate, maxTexts, NUM_POOLS * 2 * numHidden),
    transposed: allocate(Math.max(numHidden, numDimensions) * 3 * numHidden),
  };
}

/**
 * Counterpart of `classify`: computes the gradients of the pooled states for the loss Σ_i scale(label_i) · −log
 * p_i(label_i).
 * @param labels shape [numTexts], 0..numClasses − 1
 * @param scaleOf returns the factor for texts of a label
 * @param pooledMask shape [maxTexts × 6 numHidden]: the factors that dropout applied to the pooled states
 */
export function classifyBackward(
  { kernel, numClasses, buffers, weights, weightGradients, gradients }: TrainedNetwork,
  { numTexts }: PackedTexts,
  targets: ArrayLike<number>,
  scaleOf: (text: number) => number,
  pooledMask: Float32Array,
): void {
  const { memory } = kernel;
  // Replaces the probabilities by the gradients of the logits: d(−Σ q log softmax)/dz = p − q.
  const logits = rowsOf(buffers.probabilities, 0, numTexts);
  const { numColumns } = logits;
  for (let text = 0; text < numTexts; text++) {
    const row = logits.start + text * numColumns;
    const scale = scaleOf(text);
    for (let k = 0; k < numClasses; k++) memory[row + k]! -= targets[text * numClasses + k]!;
    for (let k = 0; k < numColumns; k++) memory[row + k]! *= scale;
  }
  addRows(memory, logits, weightGradients.outputBias);
  const pooled = rowsOf(buffers.pooled, 0, numTexts);
  multiplyTransposedInto(kernel, pooled, logits, weightGradients.outputWeights);
  for (let text = 0; text < numTexts; text++) {
    const gradient = logits.start + text * numColumns;
    for (let j = 0; j < pooled.numColumns; j++) {
      const row = weights.outputWeights.start + j * numColumns;
      let sum = 0;
      for (let k = 0; k < numClasses; k++) sum += memory[row + k]! * memory[gradient + k]!;
      const at = text * pooled.numColumns + j;
      memory[gradients.pooled.start + at] = sum * pooledMask[at]!;
    }
  }
}

/** Counterpart of `pool`: computes the gradients of each token's states from those of the pooled states. */
export function poolBackward(network: TrainedNetwork, texts: PackedTexts): void {
  for (let text = 0; text < texts.numTexts; text++) {
    meansBackward(network, texts, text);
    maximaBackward(network, text);
  }
}

/** Goes back through a text's mean and attention; overwrites the gradients of the states. */
function meansBackward(network: TrainedNetwork, texts: PackedTexts, text: number): void {
  const { kernel, numHidden, buffers, weights, weightGradients, gradients } = network;
  const { memory } = kernel;
  const statesWidth = buffers.states.numColumns;
  const pooled = gradients.pooled.start + text * gradients.pooled.numColumns;
  const query = weights.attention.start;
  const queryGradient = weightGradients.attention.start;
  const numTokens = lengthOf(text, texts);
  const tokens = Array.from({ length: numTokens }, (_, step) => texts.starts[step]! + text);
  const shareGradients = tokens.map((token) => attendedProduct(network, pooled, token));
  const mean = tokens.reduce(
    (sum, token, i) => sum + memory[buffers.attention + token]! * shareGradients[i]!,
    0,
  );
  for (const [i, token] of tokens.entries()) {
    const share = memory[buffers.attention + token]!;
    const scoreGradient = share * (shareGradients[i]! - mean); // derivative of the softmax
    for (const [d, direction] of DIRECTIONS.entries()) {
      const at = d * numHidden;
      const state = buffers.states.start + token * statesWidth + at;
      const out = gradients[direction].states.start + token * numHidden;
      const means = pooled + statesWidth + at;
      const attended = means + statesWidth;
      for (let j = 0; j < numHidden; j++) {
        memory[out + j] =
          memory[means + j]! / numTokens +
          memory[attended + j]! * share +
          memory[query + at + j]! * scoreGradient;
        memory[queryGradient + at + j]! += memory[state + j]! * scoreGradient;
      }
    }
  }
}

/** Goes back through a text's maxima: each gradient goes to the token with the maximum. */
function maximaBackward({ kernel, numHidden, buffers, gradients }: TrainedNetwork, text: number): void {
  const { memory } = kernel;
  const pooled = gradients.pooled.start + text * gradients.pooled.numColumns;
  const maxAt = buffers.maxAt.start + text * buffers.maxAt.numColumns;
  for (const [d, direction] of DIRECTIONS.entries()) {
    const { states } = gradients[direction];
    for (let j = 0; j < numHidden; j++) {
      const token = memory[maxAt + d * numHidden + j]!;
      memory[states.start + token * numHidden + j]! += memory[pooled + d * numHidden + j]!;
    }
  }
}

/**
 * The dot product of a text's attention gradient and a token's states: the gradient of the token's attention weight.
 */
function attendedProduct({ kernel, buffers }: TrainedNetwork, pooled: number, token: number): number {
  const { memory } = kernel;
  const statesWidth = buffers.states.numColumns;
  const state = buffers.states.start + token * statesWidth;
  const attended = pooled + 2 * statesWidth;
  let sum = 0;
  for (let j = 0; j < statesWidth; j++) sum += memory[attended + j]! * memory[state + j]!;
  return sum;
}

/** Counterpart of `encode`: computes the gradients of the tokens' vectors from those of the states. */
export function encodeBackward(network: TrainedNetwork, texts: PackedTexts): void {
  clear(network.kernel, rowsOf(network.gradients.inputs, 0, texts.numTokens));
  for (const direction of DIRECTIONS) encodeDirectionBackward(network, direction, texts);
}

function encodeDirectionBackward(network: TrainedNetwork, direction: Direction, texts: PackedTexts): void {
  const { kernel, inputs, buffers, weights, weightGradients, gradients } = network;
  const { memory } = kernel;
  const all = (matrix: Matrix): Matrix => rowsOf(matrix, 0, texts.numTokens);
  const own = gradients[direction];
  const out = weightGradients[direction];
  stepsBackward(network, direction, texts);
  addRows(memory, all(own.fromInputs), out.inputBias);
  addRows(memory, all(own.fromStates), out.recurrentBias);
  multiplyTransposedInto(kernel, all(inputs), all(own.fromInputs), out.inputWeights);
  multiplyTransposedInto(kernel, all(buffers[direction].previous), all(own.fromStates), out.recurrentWeights);
  const transposed = transpose(memory, weights[direction].inputWeights, gradients.transposed);
  multiplyInto(kernel, all(own.fromInputs), transposed, all(gradients.inputs));
}

/** Goes back through time, from the last step that a direction read to the first. */
function stepsBackward(network: TrainedNetwork, direction: Direction, { counts, starts }: PackedTexts): void {
  const { kernel, numHidden, buffers, weights, gradients } = network;
  const { memory } = kernel;
  const { states, fromStates } = gradients[direction];
  const { activations } = buffers[direction];
  const transposed = transpose(memory, weights[direction].recurrentWeights, gradients.transposed);
  for (let i = counts.length - 1; i >= 0; i--) {
    const step = direction === 'forward' ? i : counts.length - 1 - i;
    const before = direction === 'forward' ? step - 1 : step + 1;
    const first = starts[step]!;
    gatesBackward(network, direction, first, counts[step]!);
    if (i === 0) continue;
    const numContinued = Math.min(counts[step]!, counts[before]!);
    const target = rowsOf(states, starts[before]!, numContinued);
    for (let row = 0; row < numContinued; row++) {
      const update = activations.start + (first + row) * activations.numColumns + numHidden;
      const gradient = states.start + (first + row) * numHidden;
      const out = target.start + row * numHidden;
      for (let j = 0; j < numHidden; j++) memory[out + j]! += memory[gradient + j]! * memory[update + j]!;
    }
    multiplyInto(kernel, rowsOf(fromStates, first, numContinued), transposed, target);
  }
}

/** Counterpart of the kernel's `gates` for rows of tokens: computes the gradients of the gate inputs. */
function gatesBackward(
  { kernel, numHidden, buffers, gradients }: TrainedNetwork,
  direction: Direction,
  first: number,
  count: number,
): void {
  const { memory } = kernel;
  const { activations, fromStates, previous: before } = buffers[direction];
  const { states, ...out } = gradients[direction];
  for (let row = first; row < first + count; row++) {
    const resets = row * fromStates.numColumns;
    const updates = resets + numHidden;
    const candidates = updates + numHidden;
    for (let j = 0; j < numHidden; j++) {
      const reset = memory[activations.start + resets + j]!;
      const update = memory[activations.start + updates + j]!;
      const candidate = memory[activations.start + candidates + j]!;
      const previous = memory[before.start + row * numHidden + j]!;
      const gradient = memory[states.start + row * numHidden + j]!;
      const candidateGradient = gradient * (1 - update) * (1 - candidate * candidate);
      const updateGradient = gradient * (previous - candidate) * update * (1 - update);
      const product = memory[fromStates.start + candidates + j]!;
      const resetGradient = candidateGradient * product * reset * (1 - reset);
      memory[out.fromInputs.start + resets + j] = resetGradient;
      memory[out.fromInputs.start + updates + j] = updateGradient;
      memory[out.fromInputs.start + candidates + j] = candidateGradient;
      memory[out.fromStates.start + resets + j] = resetGradient;
      memory[out.fromStates.start + updates + j] = updateGradient;
      memory[out.fromStates.start + candidates + j] = candidateGradient * reset;
    }
  }
}

/** Writes the transpose of a matrix to memory from `out` on. */
function transpose(memory: Numbers, { start, numRows, numColumns }: Matrix, out: number): Matrix {
  for (let i = 0; i < numRows; i++) {
    for (let j = 0; j < numColumns; j++) memory[out + j * numRows + i] = memory[start + i * numColumns + j]!;
  }
  return { start: out, numRows: numColumns, numColumns: numRows };
}

/** Adds all rows of a matrix to the single row of another. */
function addRows(memory: Numbers, { start, numRows, numColumns }: Matrix, out: Matrix): void {
  for (let row = 0; row < numRows; row++) {
    const from = start + row * numColumns;
    for (let j = 0; j < numColumns; j++) memory[out.start + j]! += memory[from + j]!;
  }
}
