import { createPlaces } from '../../src/recurrent/arena.ts';
import { createForwardPass } from '../../src/recurrent/forward.ts';
import type { Kernel, Numbers } from '../../src/recurrent/kernel/kernel.ts';
import {
  DIRECTIONS,
  type Direction,
  layOut,
  NUM_POOLS,
  OUTPUT_COLUMNS,
  type RecurrentSizes,
} from '../../src/recurrent/layout.ts';
import { lengthOf, type PackedTexts } from '../../src/recurrent/packed-texts.ts';
import { NUM_CLASSES } from '../../src/sentiments.ts';
import type { Random } from '../optimizers/random.ts';

/** The shares of numbers left out in training (Srivastava et al. 2014). */
export interface Dropout {
  /** Of the word vectors. */
  input: number;
  /** Of the pooled states. */
  pooled: number;
  random: Random;
}

/** A recurrent network to be trained, with room for texts of so many tokens in all. */
export interface Network {
  /** Shape [length of the layout]: the weights. */
  weights: Numbers;
  /** Shape [length of the layout]: what `backward` adds the weights' gradients to. */
  gradients: Numbers;
  /** Shape [maxTokens × numDimensions]: the tokens' vectors, to be set before `forward`. */
  inputs: Numbers;
  /** Shape [maxTokens × numDimensions]: their gradients, once `backward` is done. */
  inputGradients: Numbers;
  /** Computes probabilities, shape [numTexts × OUTPUT_COLUMNS] of which 5 count, valid until the next call. */
  forward(texts: PackedTexts, dropout?: Dropout): Numbers;
  /**
   * After `forward`: adds the gradients of `scale` · Σ_i −log p_i(label_i).
   * @param labels shape [numTexts], 0..4
   */
  backward(texts: PackedTexts, labels: ArrayLike<number>, scale: number): void;
}

/** The network of `createForwardPass` with its gradients, by backpropagation through time (Werbos 1990). */
export function createNetwork(
  createKernel: (numNumbers: number) => Kernel<Numbers>,
  sizes: RecurrentSizes,
  maxTokens: number,
  maxTexts: number,
): Network {
  const { numDimensions, numHidden } = sizes;
  const layout = layOut(sizes);
  const gatesWidth = 3 * numHidden;
  const statesWidth = 2 * numHidden;
  const pooledWidth = NUM_POOLS * statesWidth;
  const { place, length } = createPlaces();
  const weights = place(layout.length);
  const gradients = place(layout.length);
  const inputs = place(maxTokens * numDimensions);
  const inputGradients = place(maxTokens * numDimensions);
  const transposed = place(Math.max(numHidden, numDimensions) * gatesWidth);
  const pooledGradients = place(maxTexts * pooledWidth);
  const placeGradients = () => ({
    states: place(maxTokens * numHidden),
    fromInputs: place(maxTokens * gatesWidth),
    fromStates: place(maxTokens * gatesWidth),
  });
  const gradientsOf = { forward: placeGradients(), backward: placeGradients() };
  const fromInputsOf = { forward: place(maxTokens * gatesWidth), backward: place(maxTokens * gatesWidth) };
  const room = { maxTokens, maxTexts, keepsSteps: true };
  const pass = createForwardPass(place, weights, sizes, room, () => kernel);
  const kernel = createKernel(length());
  const memory: Numbers = kernel.memory;
  for (const direction of DIRECTIONS) {
    const { fromInputs } = pass.buffers[direction];
    for (let token = 0; token < maxTokens; token++) {
      fromInputs[token] = fromInputsOf[direction] + token * gatesWidth;
    }
  }
  // What dropout multiplies by: 0 or 1/(1 − rate); 1 where nothing is left out.
  const inputMask = new Float32Array(maxTokens * numDimensions);
  const pooledMask = new Float32Array(maxTexts * pooledWidth);

  function transpose(start: number, numRows: number, numColumns: number): void {
    for (let i = 0; i < numRows; i++) {
      for (let j = 0; j < numColumns; j++) {
        memory[transposed + j * numRows + i] = memory[start + i * numColumns + j]!;
      }
    }
  }

  function addRows(start: number, numRows: number, width: number, out: number): void {
    for (let row = 0; row < numRows; row++) {
      const from = start + row * width;
      for (let j = 0; j < width; j++) memory[out + j]! += memory[from + j]!;
    }
  }

  function drop(
    mask: Float32Array,
    start: number,
    size: number,
    rate: number,
    random: Random | undefined,
  ): void {
    const kept = 1 / (1 - rate);
    for (let i = 0; i < size; i++) {
      mask[i] = !random ? 1 : random() < rate ? 0 : kept;
      memory[start + i]! *= mask[i]!;
    }
  }

  /** From the gradients of the pooled states to those of each token's states. */
  function poolBackward(texts: PackedTexts): void {
    const query = weights + layout.attention;
    const queryGradient = gradients + layout.attention;
    for (let text = 0; text < texts.numTexts; text++) {
      const from = pooledGradients + text * pooledWidth;
      const numTokens = lengthOf(text, texts);
      const tokens = Array.from({ length: numTokens }, (_, step) => texts.starts[step]! + text);
      const shareGradients = tokens.map((token) => attendedProduct(from, token));
      const mean = tokens.reduce(
        (sum, token, i) => sum + memory[pass.attention + token]! * shareGradients[i]!,
        0,
      );
      for (const [i, token] of tokens.entries()) {
        const share = memory[pass.attention + token]!;
        const scoreGradient = share * (shareGradients[i]! - mean); // through the softmax
        for (const [d, direction] of DIRECTIONS.entries()) {
          const state = pass.states + token * statesWidth + d * numHidden;
          const out = gradientsOf[direction].states + token * numHidden;
          const means = from + statesWidth + d * numHidden;
          const attended = means + statesWidth;
          const at = d * numHidden;
          for (let j = 0; j < numHidden; j++) {
            memory[out + j] =
              memory[means + j]! / numTokens +
              memory[attended + j]! * share +
              memory[query + at + j]! * scoreGradient;
            memory[queryGradient + at + j]! += memory[state + j]! * scoreGradient;
          }
        }
      }
      for (const [d, direction] of DIRECTIONS.entries()) {
        for (let j = 0; j < numHidden; j++) {
          const token = memory[pass.maxAt + text * statesWidth + d * numHidden + j]!;
          memory[gradientsOf[direction].states + token * numHidden + j]! += memory[from + d * numHidden + j]!;
        }
      }
    }
  }

  /** The product of a text's attended gradient and a token's states: the gradient of the token's share. */
  function attendedProduct(from: number, token: number): number {
    let sum = 0;
    const state = pass.states + token * statesWidth;
    const attended = from + 2 * statesWidth;
    for (let j = 0; j < statesWidth; j++) sum += memory[attended + j]! * memory[state + j]!;
    return sum;
  }

  /** Through time: from the step a direction read last to the one it read first. */
  function readBackward(direction: Direction, { counts, starts, numTokens }: PackedTexts): void {
    const at = layout[direction];
    const { previous } = pass.buffers[direction];
    const { states, fromInputs, fromStates } = gradientsOf[direction];
    transpose(weights + at.recurrentWeights, numHidden, gatesWidth);
    for (let i = counts.length - 1; i >= 0; i--) {
      const step = direction === 'forward' ? i : counts.length - 1 - i;
      const before = direction === 'forward' ? step - 1 : step + 1;
      const first = starts[step]!;
      gatesBackward(direction, first, counts[step]!);
      if (i === 0) continue;
      const numRead = Math.min(counts[step]!, counts[before]!);
      const target = states + starts[before]! * numHidden;
      for (let row = 0; row < numRead; row++) {
        const update = pass.buffers[direction].activations + (first + row) * gatesWidth + numHidden;
        const gradient = states + (first + row) * numHidden;
        for (let j = 0; j < numHidden; j++) {
          memory[target + row * numHidden + j]! += memory[gradient + j]! * memory[update + j]!;
        }
      }
      const product = fromStates + first * gatesWidth;
      kernel.multiply(product, transposed, target, numRead, gatesWidth, numHidden, gatesWidth, 1);
    }
    addRows(fromInputs, numTokens, gatesWidth, gradients + at.inputBias);
    addRows(fromStates, numTokens, gatesWidth, gradients + at.recurrentBias);
    kernel.multiply(
      inputs,
      fromInputs,
      gradients + at.inputWeights,
      numDimensions,
      numTokens,
      gatesWidth,
      1,
      numDimensions,
    );
    kernel.multiply(
      previous,
      fromStates,
      gradients + at.recurrentWeights,
      numHidden,
      numTokens,
      gatesWidth,
      1,
      numHidden,
    );
    transpose(weights + at.inputWeights, numDimensions, gatesWidth);
    kernel.multiply(
      fromInputs,
      transposed,
      inputGradients,
      numTokens,
      gatesWidth,
      numDimensions,
      gatesWidth,
      1,
    );
  }

  /** From the gradients of states to those of what the gates added up, for rows of tokens. */
  function gatesBackward(direction: Direction, first: number, count: number): void {
    const pasts = pass.buffers[direction];
    const out = gradientsOf[direction];
    for (let row = first; row < first + count; row++) {
      const resets = row * gatesWidth;
      const updates = resets + numHidden;
      const candidates = updates + numHidden;
      for (let j = 0; j < numHidden; j++) {
        const reset = memory[pasts.activations + resets + j]!;
        const update = memory[pasts.activations + updates + j]!;
        const candidate = memory[pasts.activations + candidates + j]!;
        const previous = memory[pasts.previous + row * numHidden + j]!;
        const gradient = memory[out.states + row * numHidden + j]!;
        const candidateGradient = gradient * (1 - update) * (1 - candidate * candidate);
        const updateGradient = gradient * (previous - candidate) * update * (1 - update);
        const product = memory[pasts.fromStates + candidates + j]!;
        const resetGradient = candidateGradient * product * reset * (1 - reset);
        memory[out.fromInputs + resets + j] = resetGradient;
        memory[out.fromInputs + updates + j] = updateGradient;
        memory[out.fromInputs + candidates + j] = candidateGradient;
        memory[out.fromStates + resets + j] = resetGradient;
        memory[out.fromStates + updates + j] = updateGradient;
        memory[out.fromStates + candidates + j] = candidateGradient * reset;
      }
    }
  }

  return {
    weights: memory.subarray(weights, weights + layout.length),
    gradients: memory.subarray(gradients, gradients + layout.length),
    inputs: memory.subarray(inputs, inputs + maxTokens * numDimensions),
    inputGradients: memory.subarray(inputGradients, inputGradients + maxTokens * numDimensions),

    forward(texts, dropout) {
      const { numTexts, numTokens } = texts;
      drop(inputMask, inputs, numTokens * numDimensions, dropout?.input ?? 0, dropout?.random);
      for (const direction of DIRECTIONS) {
        const { inputWeights, inputBias } = layout[direction];
        const fromInputs = fromInputsOf[direction];
        kernel.copyRows(weights + inputBias, fromInputs, numTokens, gatesWidth, 0);
        kernel.multiply(
          inputs,
          weights + inputWeights,
          fromInputs,
          numTokens,
          numDimensions,
          gatesWidth,
          numDimensions,
          1,
        );
      }
      pass.read(texts);
      pass.pool(texts);
      drop(pooledMask, pass.pooled, numTexts * pooledWidth, dropout?.pooled ?? 0, dropout?.random);
      pass.classify(texts);
      return memory.subarray(pass.probabilities, pass.probabilities + numTexts * OUTPUT_COLUMNS);
    },

    backward(texts, labels, scale) {
      const { numTexts, numTokens } = texts;
      // In place of the probabilities their logits' gradients: d(−log softmax)/dz = p − onehot(label)
      const logits = pass.probabilities;
      for (let text = 0; text < numTexts; text++)
        memory[logits + text * OUTPUT_COLUMNS + labels[text]!]! -= 1;
      for (let i = 0; i < numTexts * OUTPUT_COLUMNS; i++) memory[logits + i]! *= scale;
      addRows(logits, numTexts, OUTPUT_COLUMNS, gradients + layout.outputBias);
      const outputGradients = gradients + layout.outputWeights;
      kernel.multiply(
        pass.pooled,
        logits,
        outputGradients,
        pooledWidth,
        numTexts,
        OUTPUT_COLUMNS,
        1,
        pooledWidth,
      );
      for (let text = 0; text < numTexts; text++) {
        for (let j = 0; j < pooledWidth; j++) {
          const row = weights + layout.outputWeights + j * OUTPUT_COLUMNS;
          const gradient = logits + text * OUTPUT_COLUMNS;
          let sum = 0;
          for (let k = 0; k < NUM_CLASSES; k++) sum += memory[row + k]! * memory[gradient + k]!;
          const at = text * pooledWidth + j;
          memory[pooledGradients + at] = sum * pooledMask[at]!;
        }
      }
      poolBackward(texts);
      memory.fill(0, inputGradients, inputGradients + numTokens * numDimensions);
      for (const direction of DIRECTIONS) readBackward(direction, texts);
      for (let i = 0; i < numTokens * numDimensions; i++) memory[inputGradients + i]! *= inputMask[i]!;
    },
  };
}
