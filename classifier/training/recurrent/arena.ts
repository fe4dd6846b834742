import type { Matrix } from './kernel/matrices.ts';

/** Sets memory for `size` numbers aside, and gives where it begins. */
export type Allocate = (size: number) => number;

/** Lays memory out one part after another, each at a multiple of 4; `length` is that of all of them. */
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

/** Sets memory for a matrix aside. */
export function allocateMatrix(allocate: Allocate, numRows: number, numColumns: number): Matrix {
  return { start: allocate(numRows * numColumns), numRows, numColumns };
}
