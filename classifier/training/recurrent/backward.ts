/*
 * The network's backward half, by backpropagation through time (Werbos 1990): each function of src/recurrent/forward.ts
 * has its mirror here, and they are called in the opposite order. All of them add to the gradients of the weights.
 */

import { DIRECTIONS, type Direction, NUM_POOLS, type RecurrentSizes } from '../../src/recurrent/sizes.ts';
import { type Allocate, allocateMatrix } from './arena.ts';
import type { ForwardNetwork, Room } from './forward.ts';
import type { Numbers } from './kernel/kernel.ts';
import { clear, type Matrix, multiplyInto, multiplyTransposedInto, rowsOf } from './kernel/matrices.ts';
import { lengthOf, type PackedTexts } from './packed-texts.ts';
import type { WeightMatrices } from './weight-matrices.ts';

/** The gradients of what one direction computes, for all tokens. */
export interface DirectionGradients {
  /** [maxTokens × numHidden] */
  states: Matrix;
  /** [maxTokens × 3 numHidden] */
  fromInputs: Matrix;
  /** [maxTokens × 3 numHidden] */
  fromStates: Matrix;
}

/** Where a backward pass keeps the gradients of what the forward pass computed. */
export interface BackwardBuffers extends Record<Direction, DirectionGradients> {
  /** [maxTokens × numDimensions]: those of the tokens' vectors. */
  inputs: Matrix;
  /** [maxTexts × 6 numHidden] */
  pooled: Matrix;
  /** Where weights are transposed. */
  transposed: number;
}

/** A network that is trained: the forward half, which has kept all steps, and all gradients. */
export interface TrainedNetwork extends ForwardNetwork {
  /** [maxTokens × numDimensions]: the tokens' vectors. */
  inputs: Matrix;
  weightGradients: WeightMatrices;
  gradients: BackwardBuffers;
}

/** Sets the memory of a backward pass aside. */
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
 * Mirror of `classify`: from Σ_i scale(label_i) · −log p_i(label_i) to the gradients of the pooled states.
 * @param labels shape [numTexts], 0..numClasses − 1
 * @param scaleOf what a text of a label is multiplied by
 * @param pooledMask what dropout has multiplied the pooled states by
 */
export function classifyBackward(
  { kernel, numClasses, buffers, weights, weightGradients, gradients }: TrainedNetwork,
  { numTexts }: PackedTexts,
  labels: ArrayLike<number>,
  scaleOf: (label: number) => number,
  pooledMask: Float32Array,
): void {
  const { memory } = kernel;
  // In place of the probabilities their logits' gradients: d(−log softmax)/dz = p − onehot(label)
  const logits = rowsOf(buffers.probabilities, 0, numTexts);
  const { numColumns } = logits;
  for (let text = 0; text < numTexts; text++) {
    const label = labels[text]!;
    const row = logits.start + text * numColumns;
    const scale = scaleOf(label);
    memory[row + label]! -= 1;
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

/** Mirror of `pool`: from the gradients of the pooled states to those of each token's states. */
export function poolBackward(network: TrainedNetwork, texts: PackedTexts): void {
  for (let text = 0; text < texts.numTexts; text++) {
    meansBackward(network, texts, text);
    maximaBackward(network, text);
  }
}

/** Through a text's mean and its attention; overwrites the gradients of the states. */
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
    const scoreGradient = share * (shareGradients[i]! - mean); // through the softmax
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

/** Through a text's maxima: each goes to the token that gave it. */
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

/** The product of a text's attended gradient and a token's states: the gradient of the token's share. */
function attendedProduct({ kernel, buffers }: TrainedNetwork, pooled: number, token: number): number {
  const { memory } = kernel;
  const statesWidth = buffers.states.numColumns;
  const state = buffers.states.start + token * statesWidth;
  const attended = pooled + 2 * statesWidth;
  let sum = 0;
  for (let j = 0; j < statesWidth; j++) sum += memory[attended + j]! * memory[state + j]!;
  return sum;
}

/** Mirror of `encode`: from the gradients of the states to those of the tokens' vectors. */
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

/** Through time: from the step a direction read last to the one it read first. */
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

/** Mirror of the kernel's `gates`, for rows of tokens: to the gradients of what the gates added up. */
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

/** Writes the transpose of a matrix from `out` on. */
function transpose(memory: Numbers, { start, numRows, numColumns }: Matrix, out: number): Matrix {
  for (let i = 0; i < numRows; i++) {
    for (let j = 0; j < numColumns; j++) memory[out + j * numRows + i] = memory[start + i * numColumns + j]!;
  }
  return { start: out, numRows: numColumns, numColumns: numRows };
}

/** Adds all rows of a matrix to that of another. */
function addRows(memory: Numbers, { start, numRows, numColumns }: Matrix, out: Matrix): void {
  for (let row = 0; row < numRows; row++) {
    const from = start + row * numColumns;
    for (let j = 0; j < numColumns; j++) memory[out.start + j]! += memory[from + j]!;
  }
}
