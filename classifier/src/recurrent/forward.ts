import { NUM_CLASSES } from '../sentiments.ts';
import type { Kernel } from './kernel.ts';
import {
  DIRECTIONS,
  type Direction,
  layOut,
  NUM_POOLS,
  OUTPUT_COLUMNS,
  type RecurrentSizes,
} from './layout.ts';

/** Numbers of the precision that a kernel works in. */
export type Numbers = Float32Array | Float64Array;

/** Texts side by side, the longest first: row i of a step is text i while it has tokens left. */
export interface PackedTexts {
  numTexts: number;
  /** Of all texts, each at least one. */
  numTokens: number;
  /** Shape [number of steps]: how many texts have a token at each step, never rising. */
  counts: Uint32Array;
  /** Shape [number of steps]: where the tokens of each step begin among all. */
  starts: Uint32Array;
}

/**
 * Packs texts of these lengths, which must not rise.
 * @param lengths shape [numTexts], in tokens, each at least 1
 */
export function packTexts(lengths: ArrayLike<number>): PackedTexts {
  const numTexts = lengths.length;
  const counts = new Uint32Array(lengths[0] ?? 0);
  const starts = new Uint32Array(counts.length);
  let numTokens = 0;
  let count = numTexts;
  for (let step = 0; step < counts.length; step++) {
    while (lengths[count - 1]! <= step) count--;
    counts[step] = count;
    starts[step] = numTokens;
    numTokens += count;
  }
  return { numTexts, numTokens, counts, starts };
}

/** Where the buffers of one direction begin in the kernel's memory. */
export interface DirectionBuffers {
  /** [maxTokens × 3 numHidden]: the gates' share of each token's vector, bias included; set before reading. */
  fromInputs: number;
  /** [maxTokens × 3 numHidden]: the gates' share of the state before. */
  fromStates: number;
  /** [maxTokens × 3 numHidden]: the gates. */
  activations: number;
  /** [maxTokens × numHidden]: the state before each token. */
  previous: number;
  /** [maxTokens × numHidden]: the state after it. */
  states: number;
}

/** The network's forward half on a kernel's memory. */
export interface ForwardPass {
  buffers: Record<Direction, DirectionBuffers>;
  /** [maxTokens]: each token's share of its text's attention. */
  attention: number;
  /** [maxTexts × 6 numHidden]: the pooled states. */
  pooled: number;
  /** [maxTexts × OUTPUT_COLUMNS]: the class probabilities. */
  probabilities: number;
  /** Shape [maxTexts × 2 numHidden]: which token gave each maximum. */
  maxAt: Uint32Array;
  /** Reads all texts in one direction: from `fromInputs` to `states`. */
  read(direction: Direction, texts: PackedTexts): void;
  /** From `states` to `pooled`. */
  pool(texts: PackedTexts): void;
  /** From `pooled` to `probabilities`. */
  classify(texts: PackedTexts): void;
}

/** Sets a place for so many numbers aside, and gives its begin. */
export type Place = (size: number) => number;

/** Counts places one after another, each at a multiple of 4. */
export function createPlaces(): { place: Place; length(): number } {
  let length = 0;
  return {
    place(size) {
      const start = length;
      length += Math.ceil(size / 4) * 4;
      return start;
    },
    length: () => length,
  };
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
  maxTokens: number,
  maxTexts: number,
  kernel: () => Kernel<Numbers>,
): ForwardPass {
  const { numHidden } = sizes;
  const layout = layOut(sizes);
  const gatesWidth = 3 * numHidden;
  const statesWidth = 2 * numHidden;
  const pooledWidth = NUM_POOLS * statesWidth;
  const placeBuffers = (): DirectionBuffers => ({
    fromInputs: place(maxTokens * gatesWidth),
    fromStates: place(maxTokens * gatesWidth),
    activations: place(maxTokens * gatesWidth),
    previous: place(maxTokens * numHidden),
    states: place(maxTokens * numHidden),
  });
  const buffers = { forward: placeBuffers(), backward: placeBuffers() };
  const attention = place(maxTokens);
  const pooled = place(maxTexts * pooledWidth);
  const probabilities = place(maxTexts * OUTPUT_COLUMNS);
  const maxAt = new Uint32Array(maxTexts * statesWidth);

  return {
    buffers,
    attention,
    pooled,
    probabilities,
    maxAt,

    read(direction, { counts, starts, numTokens }) {
      const { memory, multiply, gates } = kernel();
      const { recurrentWeights, recurrentBias } = layout[direction];
      const { fromInputs, fromStates, activations, previous, states } = buffers[direction];
      fillRows(memory, fromStates, numTokens, weights + recurrentBias, gatesWidth);
      for (let i = 0; i < counts.length; i++) {
        const step = direction === 'forward' ? i : counts.length - 1 - i;
        const before = direction === 'forward' ? step - 1 : step + 1;
        const count = counts[step]!;
        const row = starts[step]!;
        const from = previous + row * numHidden;
        // A text that begins here has read nothing yet.
        const numRead = i === 0 ? 0 : Math.min(count, counts[before]!);
        const readAt = states + (starts[before] ?? 0) * numHidden;
        memory.copyWithin(from, readAt, readAt + numRead * numHidden);
        memory.fill(0, from + numRead * numHidden, from + count * numHidden);
        const product = fromStates + row * gatesWidth;
        multiply(from, weights + recurrentWeights, product, count, numHidden, gatesWidth, numHidden, 1);
        const gate = row * gatesWidth;
        gates(
          fromInputs + gate,
          product,
          from,
          activations + gate,
          states + row * numHidden,
          count,
          numHidden,
        );
      }
    },

    pool(texts) {
      const { memory } = kernel();
      attend(memory, texts);
      for (let text = 0; text < texts.numTexts; text++) {
        const start = pooled + text * pooledWidth;
        memory.fill(0, start, start + pooledWidth);
        const numTokens = lengthOf(text, texts);
        for (const [d, direction] of DIRECTIONS.entries()) {
          const maxima = start + d * numHidden;
          const means = maxima + statesWidth;
          const attended = means + statesWidth;
          const maxRow = text * statesWidth + d * numHidden;
          for (let step = 0; step < numTokens; step++) {
            const token = texts.starts[step]! + text;
            const state = buffers[direction].states + token * numHidden;
            const share = memory[attention + token]!;
            for (let j = 0; j < numHidden; j++) {
              const value = memory[state + j]!;
              if (step === 0 || value > memory[maxima + j]!) {
                memory[maxima + j] = value;
                maxAt[maxRow + j] = token;
              }
              memory[means + j]! += value / numTokens;
              memory[attended + j]! += value * share;
            }
          }
        }
      }
    },

    classify({ numTexts }) {
      const { memory, multiply } = kernel();
      fillRows(memory, probabilities, numTexts, weights + layout.outputBias, OUTPUT_COLUMNS);
      multiply(
        pooled,
        weights + layout.outputWeights,
        probabilities,
        numTexts,
        pooledWidth,
        OUTPUT_COLUMNS,
        pooledWidth,
        1,
      );
      for (let text = 0; text < numTexts; text++) softmax(memory, probabilities + text * OUTPUT_COLUMNS);
    },
  };

  /** Each token's share of its text's attention: a softmax of the dot products of states and query. */
  function attend(memory: Numbers, texts: PackedTexts): void {
    const query = weights + layout.attention;
    for (let token = 0; token < texts.numTokens; token++) {
      let score = 0;
      for (let d = 0; d < DIRECTIONS.length; d++) {
        const state = buffers[DIRECTIONS[d]!].states + token * numHidden;
        const from = query + d * numHidden;
        for (let j = 0; j < numHidden; j++) score += memory[state + j]! * memory[from + j]!;
      }
      memory[attention + token] = score;
    }
    for (let text = 0; text < texts.numTexts; text++) {
      const numTokens = lengthOf(text, texts);
      const at = (step: number): number => attention + texts.starts[step]! + text;
      let largest = Number.NEGATIVE_INFINITY;
      for (let step = 0; step < numTokens; step++) largest = Math.max(largest, memory[at(step)]!);
      let sum = 0;
      for (let step = 0; step < numTokens; step++) {
        memory[at(step)] = Math.exp(memory[at(step)]! - largest);
        sum += memory[at(step)]!;
      }
      for (let step = 0; step < numTokens; step++) memory[at(step)]! /= sum;
    }
  }
}

/** The number of tokens of a packed text. */
export function lengthOf(text: number, { counts }: PackedTexts): number {
  let length = counts.length;
  while (length > 0 && counts[length - 1]! <= text) length--;
  return length;
}

/** Copies a row of numbers to each of so many rows. */
export function fillRows(memory: Numbers, start: number, numRows: number, row: number, width: number): void {
  for (let i = 0; i < numRows; i++) memory.copyWithin(start + i * width, row, row + width);
}

/** In place over the 5 class logits that begin at `start`; the columns beside them become 0. */
function softmax(memory: Numbers, start: number): void {
  let max = Number.NEGATIVE_INFINITY;
  for (let k = 0; k < NUM_CLASSES; k++) max = Math.max(max, memory[start + k]!);
  let sum = 0;
  for (let k = 0; k < NUM_CLASSES; k++) {
    memory[start + k] = Math.exp(memory[start + k]! - max);
    sum += memory[start + k]!;
  }
  for (let k = 0; k < OUTPUT_COLUMNS; k++) memory[start + k] = k < NUM_CLASSES ? memory[start + k]! / sum : 0;
}
