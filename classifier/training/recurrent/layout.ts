import { type Direction, NUM_POOLS, OUTPUT_COLUMNS, type RecurrentSizes } from '../../src/recurrent/sizes.ts';

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
  /** [6 numHidden × 8] on the pooled states; 5 columns count, the rest keep rows aligned. */
  outputWeights: number;
  /** [8]; 5 count. */
  outputBias: number;
  /** How many numbers there are in all. */
  length: number;
}

/** Lays the weights out one after another. */
export function layOut({ numDimensions, numHidden }: RecurrentSizes): Layout {
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
    outputWeights: allocate(NUM_POOLS * 2 * numHidden * OUTPUT_COLUMNS),
    outputBias: allocate(OUTPUT_COLUMNS),
    length,
  };
}
