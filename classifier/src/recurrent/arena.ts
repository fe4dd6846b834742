import type { Matrix } from './kernel/matrices.ts';

/** Sets a place for so many numbers aside, and gives its begin. */
export type Place = (size: number) => number;

/** Counts places one after another, each at a multiple of 4. */
export function createPlaces(): { place: Place; length(): number } {
  let length = 0;
  return {
    place(size) {
      const start = length;
      length += Math.ceil(size / 4) * 4;
      return start;
    },
    length: () => length,
  };
}

/** Sets a place for a matrix aside. */
export function placeMatrix(place: Place, numRows: number, numColumns: number): Matrix {
  return { start: place(numRows * numColumns), numRows, numColumns };
}
