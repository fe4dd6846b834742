import type { Matrix } from './kernel/matrices.ts';

/** Allocates memory for `size` numbers and returns its start. */
export type Allocate = (size: number) => number;

/**
 * Creates an allocator that lays out memory sequentially, each part at a multiple of 4. `length()` is the total length
 * so far.
 */
export function createArena(): { allocate: Allocate; length(): number } {
  let length = 0;
  return {
    allocate(size) {
      const start = length;
      length += Math.ceil(size / 4) * 4;
      return start;
    },
    length: () => length,
  };
}

/** Allocates memory for a matrix. */
export function allocateMatrix(allocate: Allocate, numRows: number, numColumns: number): Matrix {
  return { start: allocate(numRows * numColumns), numRows, numColumns };
}
