import type { Place } from './arena.ts';
import type { Kernel, Numbers } from './kernel/kernel.ts';
import {
  DIRECTIONS,
  type Direction,
  layOut,
  NUM_POOLS,
  OUTPUT_COLUMNS,
  type RecurrentSizes,
} from './layout.ts';
import { lengthOf, type PackedTexts } from './packed-texts.ts';
import { softmaxOverClasses, softmaxOverTokens } from './softmax.ts';

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
  /** Shape [maxTokens]: where the gates' share of each token's vector [3 numHidden] begins, bias included; set before reading. */
  fromInputs: Uint32Array;
  /** [maxTokens or maxTexts × 3 numHidden]: the gates' share of the state before. */
  fromStates: number;
  /** [maxTokens or maxTexts × 3 numHidden]: the gates. */
  activations: number;
  /** [maxTokens or maxTexts × numHidden]: the state before each token. */
  previous: number;
}

/** The network's forward half on a kernel's memory. */
export interface ForwardPass {
  buffers: Record<Direction, DirectionBuffers>;
  /** [maxTokens × 2 numHidden]: the states after each token, of both directions. */
  states: number;
  /** [maxTokens]: each token's share of its text's attention. */
  attention: number;
  /** [maxTexts × 6 numHidden]: the pooled states. */
  pooled: number;
  /** [maxTexts × 2 numHidden]: which token gave each maximum. */
  maxAt: number;
  /** [maxTexts × OUTPUT_COLUMNS]: the class probabilities. */
  probabilities: number;
  /** Reads all texts in both directions: from `fromInputs` to `states`. */
  read(texts: PackedTexts): void;
  /** From `states` to `pooled`. */
  pool(texts: PackedTexts): void;
  /** From `pooled` to `probabilities`. */
  classify(texts: PackedTexts): void;
}

/**
 * A bidirectional gated recurrent unit (Schuster and Paliwal 1997; Cho et al. 2014), its states pooled by maximum,
 * mean and attention (a softmax of dot products with a learned vector v), then softmax:
 *
 *     h = GRU(x)   p = [max_t h_t, mean_t h_t, Σ_t a_t h_t],  a = softmax_t(h_t · v)   y = softmax(p · W + b)
 *
 * @param place sets places in the kernel's memory aside
 * @param weights where the weights begin there, in the order of `layOut`
 * @param kernel called for once memory is needed
 */
export function createForwardPass(
  place: Place,
  weights: number,
  sizes: RecurrentSizes,
  { maxTokens, maxTexts, keepsSteps }: Room,
  kernel: () => Kernel<Numbers>,
): ForwardPass {
  const { numHidden } = sizes;
  const layout = layOut(sizes);
  const gatesWidth = 3 * numHidden;
  const statesWidth = 2 * numHidden;
  const pooledWidth = NUM_POOLS * statesWidth;
  const numRows = keepsSteps ? maxTokens : maxTexts;
  const placeBuffers = (): DirectionBuffers => ({
    fromInputs: new Uint32Array(maxTokens),
    fromStates: place(numRows * gatesWidth),
    activations: place(numRows * gatesWidth),
    previous: place(numRows * numHidden),
  });
  const buffers = { forward: placeBuffers(), backward: placeBuffers() };
  const states = place(maxTokens * statesWidth);
  const attention = place(maxTokens);
  const pooled = place(maxTexts * pooledWidth);
  const maxAt = place(maxTexts * statesWidth);
  const probabilities = place(maxTexts * OUTPUT_COLUMNS);
  const zeros = place(pooledWidth);

  /** Reads all texts in one direction, a step at a time. */
  function readDirection(direction: Direction, { counts, starts }: PackedTexts): void {
    const { multiply, gates, copyRows } = kernel();
    const { recurrentWeights, recurrentBias } = layout[direction];
    const { fromInputs, ...rows } = buffers[direction];
    const own = states + DIRECTIONS.indexOf(direction) * numHidden;
    const numSteps = counts.length;
    for (let i = 0; i < numSteps; i++) {
      const step = direction === 'forward' ? i : numSteps - 1 - i;
      const before = direction === 'forward' ? step - 1 : step + 1;
      const count = counts[step]!;
      const first = starts[step]!;
      const row = keepsSteps ? first : 0;
      const previous = rows.previous + row * numHidden;
      const product = rows.fromStates + row * gatesWidth;
      const activations = rows.activations + row * gatesWidth;
      copyRows(weights + recurrentBias, product, count, gatesWidth, 0);
      // A text that begins here has read nothing yet.
      const numRead = i === 0 ? 0 : Math.min(count, counts[before]!);
      copyRows(zeros, previous + numRead * numHidden, count - numRead, numHidden, 0);
      if (numRead > 0) {
        copyRows(own + starts[before]! * statesWidth, previous, numRead, numHidden, statesWidth);
        multiply(previous, weights + recurrentWeights, product, numRead, numHidden, gatesWidth, numHidden, 1);
      }
      for (let r = 0; r < count; r++) {
        gates(
          fromInputs[first + r]!,
          product + r * gatesWidth,
          previous + r * numHidden,
          activations + r * gatesWidth,
          own + (first + r) * statesWidth,
          numHidden,
        );
      }
    }
  }

  return {
    buffers,
    states,
    attention,
    pooled,
    maxAt,
    probabilities,

    read(texts) {
      for (const direction of DIRECTIONS) readDirection(direction, texts);
    },

    pool(texts) {
      const { memory, copyRows, score, pool } = kernel();
      score(states, weights + layout.attention, attention, texts.numTokens, statesWidth);
      softmaxOverTokens(memory, attention, texts);
      copyRows(zeros, pooled, texts.numTexts, pooledWidth, 0);
      for (let text = 0; text < texts.numTexts; text++) {
        const maxima = pooled + text * pooledWidth;
        memory.fill(Number.NEGATIVE_INFINITY, maxima, maxima + statesWidth);
        const numTokens = lengthOf(text, texts);
        for (let step = 0; step < numTokens; step++) {
          const token = texts.starts[step]! + text;
          const share = memory[attention + token]!;
          const row = states + token * statesWidth;
          pool(row, token, numTokens, share, maxima, maxAt + text * statesWidth, statesWidth);
        }
      }
    },

    classify({ numTexts }) {
      const { memory, multiply, copyRows } = kernel();
      const { outputWeights, outputBias } = layout;
      copyRows(weights + outputBias, probabilities, numTexts, OUTPUT_COLUMNS, 0);
      multiply(
        pooled,
        weights + outputWeights,
        probabilities,
        numTexts,
        pooledWidth,
        OUTPUT_COLUMNS,
        pooledWidth,
        1,
      );
      for (let text = 0; text < numTexts; text++) {
        softmaxOverClasses(memory, probabilities + text * OUTPUT_COLUMNS);
      }
    },
  };
}
