import {
  countOutputColumns,
  type Direction,
  NUM_POOLS,
  type RecurrentSizes,
} from '../../src/recurrent/sizes.ts';

/** The start of each weight of one direction. */
export interface DirectionLayout {
  /** [numDimensions × 3 numHidden]: the weights of word vectors. */
  inputWeights: number;
  /** [3 numHidden]: their bias. */
  inputBias: number;
  /** [numHidden × 3 numHidden]: the weights of the previous state. */
  recurrentWeights: number;
  /** [3 numHidden]: their bias. */
  recurrentBias: number;
}

/** The start of each weight of the network, without its word vectors, in one flat array. */
export interface Layout extends Record<Direction, DirectionLayout> {
  /** [2 numHidden]: the attention vector. */
  attention: number;
  /**
   * [6 numHidden × columns]: the weights of the pooled states. The first numClasses columns are used; the rest are
   * padding.
   */
  outputWeights: number;
  /** [columns]: their bias; the first numClasses entries are used. */
  outputBias: number;
  /** The length of the array. */
  length: number;
}

/** Computes the layout of the weights. */
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
