import {
  countOutputColumns,
  type Direction,
  NUM_POOLS,
  type RecurrentSizes,
} from '../../src/recurrent/sizes.ts';
import type { Matrix } from './kernel/matrices.ts';
import { type DirectionLayout, layOut } from './layout.ts';

/** The weights of one direction, the biases as single rows; shapes as in `DirectionLayout`. */
export type DirectionMatrices = Record<keyof DirectionLayout, Matrix>;

/** The weights of a network, or their gradients, as matrices in a kernel's memory; shapes as in `Layout`. */
export interface WeightMatrices extends Record<Direction, DirectionMatrices> {
  attention: Matrix;
  outputWeights: Matrix;
  outputBias: Matrix;
}

/** The matrices of numbers stored in the order of `layOut`, from `start` on. */
export function weightMatrices(start: number, sizes: RecurrentSizes): WeightMatrices {
  const { numDimensions, numHidden } = sizes;
  const layout = layOut(sizes);
  const numColumns = countOutputColumns(sizes);
  const gatesWidth = 3 * numHidden;
  const at = (offset: number, numRows: number, numColumns: number): Matrix => ({
    start: start + offset,
    numRows,
    numColumns,
  });
  const directionAt = (direction: DirectionLayout): DirectionMatrices => ({
    inputWeights: at(direction.inputWeights, numDimensions, gatesWidth),
    inputBias: at(direction.inputBias, 1, gatesWidth),
    recurrentWeights: at(direction.recurrentWeights, numHidden, gatesWidth),
    recurrentBias: at(direction.recurrentBias, 1, gatesWidth),
  });
  return {
    forward: directionAt(layout.forward),
    backward: directionAt(layout.backward),
    attention: at(layout.attention, 1, 2 * numHidden),
    outputWeights: at(layout.outputWeights, NUM_POOLS * 2 * numHidden, numColumns),
    outputBias: at(layout.outputBias, 1, numColumns),
  };
}
