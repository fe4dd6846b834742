import type { FixedPointNetwork } from '../../src/recurrent/fixed-point-network.ts';
import { STATE_ONE } from '../../src/recurrent/kernel/kernel.ts';
import {
  BLOCK_COLUMNS,
  countOutputColumns,
  DIRECTIONS,
  type RecurrentSizes,
} from '../../src/recurrent/sizes.ts';
import { LARGEST_NUMBER } from '../../src/recurrent/write-vector.ts';
import { type FixedWeights, toFixedPoint } from './fixed-point.ts';
import { type DirectionLayout, layOut } from './layout.ts';

/**
 * Converts a trained network to int16 for inference. This is the last step of training, so that loading a model needs
 * no conversion.
 * @param network shape [length of the layout]
 */
export function toFixedPointNetwork(network: Float32Array, sizes: RecurrentSizes): FixedPointNetwork {
  const layout = layOut(sizes);
  const input = joinDirections(network, sizes);
  const forward = toFixedStep(network, layout.forward, sizes);
  const backward = toFixedStep(network, layout.backward, sizes);
  const query = network.subarray(layout.attention, layout.attention + 2 * sizes.numHidden);
  const attention = toFixedPoint(query, new Float32Array(1), STATE_ONE);
  return {
    inputWeights: input.weights,
    inputScales: input.scales,
    inputBias: input.bias,
    forwardWeights: forward.weights,
    forwardBias: forward.bias,
    forwardScales: forward.scales,
    backwardWeights: backward.weights,
    backwardBias: backward.bias,
    backwardScales: backward.scales,
    attention: attention.weights,
    attentionScale: attention.scales.map((scale) => scale / STATE_ONE),
    outputWeights: toBlocks(
      network.subarray(layout.outputWeights, layout.outputBias),
      countOutputColumns(sizes),
    ),
    outputBias: network.slice(layout.outputBias, layout.length),
  };
}

/**
 * Rearranges columns into blocks, one block after another; a kernel multiplies one block at a time.
 * @param weights shape [numRows × numColumns]
 * @returns shape [numColumns / BLOCK_COLUMNS × numRows × BLOCK_COLUMNS]
 */
function toBlocks(weights: Float32Array, numColumns: number): Float32Array {
  const numRows = weights.length / numColumns;
  const blocks = new Float32Array(weights.length);
  for (let row = 0; row < numRows; row++) {
    for (let column = 0; column < numColumns; column += BLOCK_COLUMNS) {
      const from = row * numColumns + column;
      blocks.set(weights.subarray(from, from + BLOCK_COLUMNS), column * numRows + row * BLOCK_COLUMNS);
    }
  }
  return blocks;
}

/** Joins the input weights and biases of both directions in one matrix. Those of the gates r and u are halved. */
function joinDirections(
  network: Float32Array,
  sizes: RecurrentSizes,
): { weights: Int16Array; scales: Float32Array; bias: Float32Array } {
  const { numDimensions, numHidden } = sizes;
  const layout = layOut(sizes);
  const width = 3 * numHidden;
  const numColumns = DIRECTIONS.length * width;
  const weights = new Float32Array(numDimensions * numColumns);
  const bias = new Float32Array(numColumns);
  for (const [d, direction] of DIRECTIONS.entries()) {
    const { inputWeights, inputBias } = layout[direction];
    for (let p = 0; p < numDimensions; p++) {
      const row = inputWeights + p * width;
      weights.set(network.subarray(row, row + width), p * numColumns + d * width);
    }
    bias.set(network.subarray(inputBias, inputBias + width), d * width);
  }
  const fixed = toFixedPoint(weights, new Float32Array(numColumns), LARGEST_NUMBER);
  for (let j = 0; j < numColumns; j++) {
    if (j % width >= 2 * numHidden) continue;
    fixed.scales[j]! /= 2;
    bias[j]! /= 2;
  }
  return { ...fixed, bias };
}

/** The recurrent weights of a direction, all of them halved. */
function toFixedStep(
  network: Float32Array,
  { recurrentWeights, recurrentBias }: DirectionLayout,
  { numHidden }: RecurrentSizes,
): FixedWeights {
  const width = 3 * numHidden;
  const fixed = toFixedPoint(
    network.subarray(recurrentWeights, recurrentWeights + numHidden * width),
    network.subarray(recurrentBias, recurrentBias + width).map((b) => b * STATE_ONE),
    STATE_ONE,
  );
  return { ...fixed, scales: fixed.scales.map((scale) => scale / STATE_ONE / 2) };
}
