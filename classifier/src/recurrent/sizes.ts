/** The sizes of a recurrent model. */
export interface RecurrentSizes {
  /** Numbers in a word's vector. */
  numDimensions: number;
  /** Numbers in the state of each of the two directions. */
  numHidden: number;
  /** Numbers that it gives of a text. */
  numClasses: number;
}

/** Reading order: from the first token to the last, and back. */
export const DIRECTIONS = ['forward', 'backward'] as const;
/** One of them. */
export type Direction = (typeof DIRECTIONS)[number];

/** How many columns of the output layer a kernel multiplies at a time. */
export const BLOCK_COLUMNS = 8;
/** Columns of the output layer in memory: the classes, filled up to a multiple of `BLOCK_COLUMNS`. */
export function countOutputColumns({ numClasses }: Pick<RecurrentSizes, 'numClasses'>): number {
  return Math.ceil(numClasses / BLOCK_COLUMNS) * BLOCK_COLUMNS;
}
/** Maximum, mean and attention over both directions. */
export const NUM_POOLS = 3;

/** How many tokens are read at a time, of one text or of several; what a text has beyond is left out. */
export const MAX_TOKENS = 1024;
/** How many texts are read at a time. */
export const MAX_TEXTS = 64;
