import { DIRECTIONS, type RecurrentSizes } from '../../src/recurrent/sizes.ts';
import { allocateMatrix, createArena } from './arena.ts';
import { allocateBackwardBuffers, classifyBackward, encodeBackward, poolBackward } from './backward.ts';
import { type Dropout, dropOut } from './dropout.ts';
import { allocateForwardBuffers, classify, encode, pool } from './forward.ts';
import type { Kernel, Numbers } from './kernel/kernel.ts';
import { fillRows, multiplyInto, numbersOf, rowsOf } from './kernel/matrices.ts';
import { layOut } from './layout.ts';
import type { PackedTexts } from './packed-texts.ts';
import { weightMatrices } from './weight-matrices.ts';

/** A recurrent network for training. */
export interface Network {
  /** Shape [length of the layout]: the weights. */
  weights: Numbers;
  /** Shape [length of the layout]: the gradients of the weights; `backward` adds to them. */
  gradients: Numbers;
  /** Shape [maxTokens × numDimensions]: the tokens' vectors; set before `forward`. */
  inputs: Numbers;
  /** Shape [maxTokens × numDimensions]: the gradients of `inputs`, written by `backward`. */
  inputGradients: Numbers;
  /**
   * Computes class probabilities, shape [numTexts × columns]; the first numClasses columns are used. The result is
   * valid until the next call.
   */
  forward(texts: PackedTexts, dropout?: Dropout): Numbers;
  /**
   * Adds the gradients of `scale` · Σ_i textWeights_i · −Σ_k q_ik log p_ik. Call it after `forward`.
   * @param targets q, shape [numTexts × numClasses]: the probabilities to learn, each text's sum 1
   * @param textWeights shape [numTexts]; 1 by default
   */
  backward(
    texts: PackedTexts,
    targets: ArrayLike<number>,
    scale: number,
    textWeights?: ArrayLike<number>,
  ): void;
}

/**
 * Creates a network with forward and backward pass and dropout.
 * @param createKernel creates a kernel with a memory of that many numbers, all 0
 * @param maxTokens the most tokens in all texts of one call
 * @param maxTexts the most texts in one call
 */
export function createNetwork(
  createKernel: (numNumbers: number) => Kernel<Numbers>,
  sizes: RecurrentSizes,
  maxTokens: number,
  maxTexts: number,
): Network {
  const { numDimensions, numHidden, numClasses } = sizes;
  const numWeights = layOut(sizes).length;
  const room = { maxTokens, maxTexts, keepsSteps: true };
  const { allocate, length } = createArena();
  const weightsStart = allocate(numWeights);
  const gradientsStart = allocate(numWeights);
  const weights = weightMatrices(weightsStart, sizes);
  const weightGradients = weightMatrices(gradientsStart, sizes);
  const inputs = allocateMatrix(allocate, maxTokens, numDimensions);
  const allocateShares = () => allocateMatrix(allocate, maxTokens, 3 * numHidden);
  const fromInputs = { forward: allocateShares(), backward: allocateShares() };
  const buffers = allocateForwardBuffers(allocate, sizes, room);
  const gradients = allocateBackwardBuffers(allocate, sizes, room);
  const kernel = createKernel(length());
  const network = { kernel, numHidden, numClasses, inputs, weights, buffers, weightGradients, gradients };
  for (const direction of DIRECTIONS) {
    for (let token = 0; token < maxTokens; token++) {
      buffers[direction].fromInputs[token] = rowsOf(fromInputs[direction], token, 1).start;
    }
  }
  // The factors that dropout applied.
  const inputMask = new Float32Array(maxTokens * numDimensions);
  const pooledMask = new Float32Array(maxTexts * buffers.pooled.numColumns);

  return {
    weights: kernel.memory.subarray(weightsStart, weightsStart + numWeights),
    gradients: kernel.memory.subarray(gradientsStart, gradientsStart + numWeights),
    inputs: numbersOf(kernel, inputs),
    inputGradients: numbersOf(kernel, gradients.inputs),

    forward(texts, dropout) {
      const vectors = rowsOf(inputs, 0, texts.numTokens);
      dropOut(numbersOf(kernel, vectors), inputMask, dropout?.input ?? 0, dropout?.random);
      for (const direction of DIRECTIONS) {
        const { inputWeights, inputBias } = weights[direction];
        const shares = rowsOf(fromInputs[direction], 0, texts.numTokens);
        fillRows(kernel, inputBias, shares);
        multiplyInto(kernel, vectors, inputWeights, shares);
      }
      encode(network, texts);
      pool(network, texts);
      const pooled = rowsOf(buffers.pooled, 0, texts.numTexts);
      dropOut(numbersOf(kernel, pooled), pooledMask, dropout?.pooled ?? 0, dropout?.random);
      classify(network, texts);
      return numbersOf(kernel, rowsOf(buffers.probabilities, 0, texts.numTexts));
    },

    backward(texts, targets, scale, textWeights) {
      classifyBackward(network, texts, targets, (text) => scale * (textWeights?.[text] ?? 1), pooledMask);
      poolBackward(network, texts);
      encodeBackward(network, texts);
      const vectors = numbersOf(kernel, rowsOf(gradients.inputs, 0, texts.numTokens));
      for (let i = 0; i < vectors.length; i++) vectors[i]! *= inputMask[i]!;
    },
  };
}
