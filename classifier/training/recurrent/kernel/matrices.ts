import type { Kernel, Numbers } from './kernel.ts';

/** A matrix in a kernel's memory, row by row from `start` on. `start` and `numColumns` are multiples of 4. */
export interface Matrix {
  readonly start: number;
  readonly numRows: number;
  readonly numColumns: number;
}

/** A range of rows of a matrix, from row `first` on. */
export function rowsOf({ start, numColumns }: Matrix, first: number, numRows: number): Matrix {
  return { start: start + first * numColumns, numRows, numColumns };
}

/** C += A · B. */
export function multiplyInto(kernel: Kernel<Numbers>, a: Matrix, b: Matrix, c: Matrix): void {
  kernel.multiply(a.start, b.start, c.start, a.numRows, a.numColumns, b.numColumns, a.numColumns, 1);
}

/** C += Aᵀ · B. A is not copied. */
export function multiplyTransposedInto(kernel: Kernel<Numbers>, a: Matrix, b: Matrix, c: Matrix): void {
  kernel.multiply(a.start, b.start, c.start, a.numColumns, a.numRows, b.numColumns, 1, a.numColumns);
}

/** Copies a single-row matrix to every row of another. */
export function fillRows(kernel: Kernel<Numbers>, row: Matrix, out: Matrix): void {
  kernel.copyRows(row.start, out.start, out.numRows, out.numColumns, 0);
}

/** Sets all numbers of a matrix to 0. */
export function clear({ memory }: Kernel<Numbers>, { start, numRows, numColumns }: Matrix): void {
  memory.fill(0, start, start + numRows * numColumns);
}

/** The numbers of a matrix, as a view of the memory. */
export function numbersOf({ memory }: Kernel<Numbers>, { start, numRows, numColumns }: Matrix): Numbers {
  return memory.subarray(start, start + numRows * numColumns);
}
