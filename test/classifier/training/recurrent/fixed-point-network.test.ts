import { expect, test } from 'vitest';
import { networkLengths } from '../../../../classifier/src/recurrent/fixed-point-network.ts';
import { STATE_ONE } from '../../../../classifier/src/recurrent/kernel/kernel.ts';
import { createRandom } from '../../../../classifier/training/optimizers/random.ts';
import { toFixedPointNetwork } from '../../../../classifier/training/recurrent/fixed-point-network.ts';
import { layOut } from '../../../../classifier/training/recurrent/layout.ts';

const SIZES = { numDimensions: 8, numHidden: 4, numClasses: 5 };
const WIDTH = 12;
const random = createRandom(1);
const layout = layOut(SIZES);
const network = Float32Array.from({ length: layout.length }, () => 2 * random() - 1);
const fixed = toFixedPointNetwork(network, SIZES);
/** Of weights of 13 bits and more. */
const TOLERANCE = 2 ** -12;

/** The place of a weight, in pairs. */
const placeOf = (row: number, column: number, numColumns: number): number =>
  (row >> 1) * 2 * numColumns + 2 * column + (row & 1);
/** What the gate of a column takes of what comes to it: half for r and u. */
const shareOf = (column: number): number => (column < 2 * SIZES.numHidden ? 0.5 : 1);

test('the arrays are as long as a model file has them', () => {
  const lengths = Object.entries(fixed).map(([name, array]) => [name, array.length]);
  expect(Object.fromEntries(lengths)).toEqual(networkLengths(SIZES));
});

test('the input weights of both directions lie side by side, with r and u halved', () => {
  for (const [d, direction] of [layout.forward, layout.backward].entries()) {
    for (let j = 0; j < WIDTH; j++) {
      const column = d * WIDTH + j;
      expect(fixed.inputBias[column]).toBe(network[direction.inputBias + j]! * shareOf(j));
      for (let p = 0; p < SIZES.numDimensions; p++) {
        const found = fixed.inputWeights[placeOf(p, column, 2 * WIDTH)]! * fixed.inputScales[column]!;
        const expected = network[direction.inputWeights + p * WIDTH + j]! * shareOf(j);
        expect(Math.abs(found - expected)).toBeLessThan(TOLERANCE);
      }
    }
  }
});

test('the weights on states are those of states in whole numbers, and all gates are halved', () => {
  const { forwardWeights, forwardBias, forwardScales, backwardWeights, backwardBias, backwardScales } = fixed;
  for (const [direction, weights, bias, scales] of [
    [layout.forward, forwardWeights, forwardBias, forwardScales],
    [layout.backward, backwardWeights, backwardBias, backwardScales],
  ] as const) {
    for (let j = 0; j < WIDTH; j++) {
      const expectedBias = network[direction.recurrentBias + j]! / 2;
      expect(Math.abs(bias[j]! * scales[j]! - expectedBias)).toBeLessThan(TOLERANCE);
      for (let p = 0; p < SIZES.numHidden; p++) {
        const found = weights[placeOf(p, j, WIDTH)]! * STATE_ONE * scales[j]!;
        const expected = network[direction.recurrentWeights + p * WIDTH + j]! / 2;
        expect(Math.abs(found - expected)).toBeLessThan(TOLERANCE);
      }
    }
  }
});

test('attention is that of states in whole numbers, and the output layer stays as it is', () => {
  for (const [j, number] of fixed.attention.entries()) {
    const found = number * STATE_ONE * fixed.attentionScale[0]!;
    expect(Math.abs(found - network[layout.attention + j]!)).toBeLessThan(TOLERANCE);
  }
  expect(fixed.outputWeights).toEqual(network.slice(layout.outputWeights, layout.outputBias));
  expect(fixed.outputBias).toEqual(network.slice(layout.outputBias));
});
