import type { Allocate } from './arena.ts';
import type { FixedPointNetwork } from './fixed-point-network.ts';
import type { Kernel } from './kernel/kernel.ts';
import { DIRECTIONS, type Direction, type RecurrentSizes } from './sizes.ts';

/** Texts in one batch, longest first. Each text has an empty row before its first token and one after its last. */
export interface Batch {
  /** The number of texts, at most `maxTexts`. */
  numTexts: number;
  /** Shape [maxTexts]: the row of each text's first token. */
  firstRows: Int32Array;
  /** Shape [maxTexts]: the texts' lengths in tokens, each at least 1, in descending order. */
  lengths: Int32Array;
}

/** An encoder that reads texts in both directions. */
export interface Encoder {
  /** The address of each row's word slot; set it before `encode`. Rows between texts are ignored. */
  words: Int32Array;
  /** The address of the states, int16 [rows × 2 numHidden] in units of 1 / STATE_ONE. */
  states: number;
  /** Writes the states of all texts of a batch. */
  encode(batch: Batch): void;
}

/**
 * Allocates memory for a bidirectional gated recurrent unit (Schuster and Paliwal 1997; Cho et al. 2014), h = GRU(x).
 * States and weights are int16; sums of their products are exact.
 * @param maxRows the most rows of a batch: one a token, one before each text, and one at the end
 * @returns a function that creates the encoder in a kernel with that memory
 */
export function allocateEncoder(
  allocate: Allocate,
  network: FixedPointNetwork,
  sizes: RecurrentSizes,
  maxRows: number,
  maxTexts: number,
): (kernel: Kernel, parts: Record<Direction, number>) => Encoder {
  const { numHidden } = sizes;
  const width = 3 * numHidden;
  const rowBytes = 2 * 2 * numHidden;
  const allocateDirection = () => ({
    weights: allocate(2 * numHidden * width),
    bias: allocate(4 * width),
    scales: allocate(4 * width),
  });
  const places = { forward: allocateDirection(), backward: allocateDirection() };
  const words = allocate(4 * maxRows);
  const states = allocate(maxRows * rowBytes);
  const sums = allocate(maxTexts * 4 * width);
  const activations = allocate(4 * 2 * numHidden);
  // The current position of each text.
  const inputsAt = allocate(4 * maxTexts);
  const statesAt = allocate(4 * maxTexts);

  return (kernel, parts) => {
    const shorts = new Int16Array(kernel.memory);
    const integers = new Int32Array(kernel.memory);
    const floats = new Float32Array(kernel.memory);
    for (const direction of DIRECTIONS) {
      const { weights, bias, scales } = places[direction];
      shorts.set(network[`${direction}Weights`], weights / 2);
      integers.set(network[`${direction}Bias`], bias / 4);
      floats.set(network[`${direction}Scales`], scales / 4);
    }

    function encodeDirection(direction: Direction, { numTexts, firstRows, lengths }: Batch): void {
      const { weights, bias, scales } = places[direction];
      const isForward = direction === 'forward';
      const step = isForward ? 1 : -1;
      const part = DIRECTIONS.indexOf(direction) * 2 * numHidden;
      for (let text = 0; text < numTexts; text++) {
        const row = firstRows[text]! + (isForward ? 0 : lengths[text]! - 1);
        integers[inputsAt / 4 + text] = words + 4 * row;
        integers[statesAt / 4 + text] = states + (row - step) * rowBytes + part;
      }
      const takeStep = (count: number, fromStates: number, sumsStep: number): void =>
        kernel.gates(
          inputsAt,
          statesAt,
          fromStates,
          scales,
          activations,
          count,
          numHidden,
          4 * step,
          rowBytes * step,
          sumsStep,
          parts[direction],
        );
      takeStep(numTexts, bias, 0); // the first state is 0, so its product is the bias
      let count = numTexts;
      for (let length = 1; length < lengths[0]!; length++) {
        while (lengths[count - 1]! <= length) count--;
        kernel.multiply(statesAt, weights, bias, sums, count, numHidden, width);
        takeStep(count, sums, 4 * width);
      }
    }

    return {
      words: new Int32Array(kernel.memory, words, maxRows),
      states,
      encode(batch) {
        const clear = (row: number): void => {
          const start = (states + row * rowBytes) / 2;
          shorts.fill(0, start, start + rowBytes / 2);
        };
        for (let text = 0; text < batch.numTexts; text++) {
          clear(batch.firstRows[text]! - 1);
          clear(batch.firstRows[text]! + batch.lengths[text]!);
        }
        for (const direction of DIRECTIONS) encodeDirection(direction, batch);
      },
    };
  };
}
