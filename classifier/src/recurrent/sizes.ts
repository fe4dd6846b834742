/** The sizes of a recurrent network. */
export interface RecurrentSizes {
  /** The length of a word vector. */
  numDimensions: number;
  /** The length of a state, in each of the two directions. */
  numHidden: number;
  /** The number of classes. */
  numClasses: number;
}

/** The two reading directions: from the first token to the last, and back. */
export const DIRECTIONS = ['forward', 'backward'] as const;
/** One reading direction. */
export type Direction = (typeof DIRECTIONS)[number];

/** The number of output columns that a kernel multiplies at once. */
export const BLOCK_COLUMNS = 8;
/** The number of output columns in memory: one a class, padded to a multiple of `BLOCK_COLUMNS`. */
export function countOutputColumns({ numClasses }: Pick<RecurrentSizes, 'numClasses'>): number {
  return Math.ceil(numClasses / BLOCK_COLUMNS) * BLOCK_COLUMNS;
}
/** The number of poolings of the states: maximum, mean and attention. */
export const NUM_POOLS = 3;

/** The most tokens in a batch of one or more texts; a longer text is truncated. */
export const MAX_TOKENS = 1024;
/** The most texts in a batch. */
export const MAX_TEXTS = 64;
