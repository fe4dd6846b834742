import {
  countOutputColumns,
  type Direction,
  NUM_POOLS,
  type RecurrentSizes,
} from '../../src/recurrent/sizes.ts';

/** Where the weights of one direction begin. */
export interface DirectionLayout {
  /** [numDimensions × 3 numHidden] on word vectors. */
  inputWeights: number;
  /** [3 numHidden] beside them. */
  inputBias: number;
  /** [numHidden × 3 numHidden] on the state before. */
  recurrentWeights: number;
  /** [3 numHidden] beside them. */
  recurrentBias: number;
}

/** Where each weight of the network, its word vectors aside, begins in one flat array. */
export interface Layout extends Record<Direction, DirectionLayout> {
  /** [2 numHidden]: what attention looks for. */
  attention: number;
  /** [6 numHidden × columns] on the pooled states; one column a class counts, the rest keep rows aligned. */
  outputWeights: number;
  /** [columns]; one a class counts. */
  outputBias: number;
  /** How many numbers there are in all. */
  length: number;
}

/** Lays the weights out one after another. */
export function layOut(sizes: RecurrentSizes): Layout {
  const { numDimensions, numHidden } = sizes;
  const numColumns = countOutputColumns(sizes);
  let length = 0;
  const allocate = (size: number): number => {
    const start = length;
    length += size;
    return start;
  };
  const allocateDirection = (): DirectionLayout => ({
    inputWeights: allocate(numDimensions * 3 * numHidden),
    inputBias: allocate(3 * numHidden),
    recurrentWeights: allocate(numHidden * 3 * numHidden),
    recurrentBias: allocate(3 * numHidden),
  });
  return {
    forward: allocateDirection(),
    backward: allocateDirection(),
    attention: allocate(2 * numHidden),
    outputWeights: allocate(NUM_POOLS * 2 * numHidden * numColumns),
    outputBias: allocate(numColumns),
    length,
  };
}
