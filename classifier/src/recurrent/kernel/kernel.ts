import { createPlainKernel } from './plain-kernel.ts';
import { KERNEL_WASM } from './wasm-bytes.ts';

/** Numbers of the precision that a kernel works in. */
export type Numbers = Float32Array | Float64Array;

/**
 * Inner loops on one flat memory. Places in it are counted in numbers from its begin, matrices lie row by row,
 * and a matrix must begin at a multiple of 4 with a number of columns that is one too.
 */
export interface Kernel<Memory extends Numbers = Float32Array> {
  readonly memory: Memory;
  /**
   * C += A · B.
   * @param a where A [numRows × numInner] begins; its element (i, p) stands at a + i·rowStep + p·innerStep, so
   *   that swapped steps make it the transposed of what lies there
   * @param b where B [numInner × numColumns] begins
   * @param c where C [numRows × numColumns] begins
   */
  multiply(
    a: number,
    b: number,
    c: number,
    numRows: number,
    numInner: number,
    numColumns: number,
    rowStep: number,
    innerStep: number,
  ): void;
  /**
   * One step of a gated recurrent unit (Cho et al. 2014, in the form where the reset gate works on the product, as
   * in cuDNN), its gates r, u and candidate c side by side:
   *
   *     r = σ(x_r + h_r)   u = σ(x_u + h_u)   c = tanh(x_c + r ⊙ h_c)   next = u ⊙ previous + (1 − u) ⊙ c
   *
   * @param inputs where x [3 numHidden] begins
   * @param recurrent where h = previous · W + b [3 numHidden] begins
   * @param previous where the state before [numHidden] begins
   * @param activations where r, u and c [3 numHidden] are written
   * @param next where the state after [numHidden] is written
   */
  gates(
    inputs: number,
    recurrent: number,
    previous: number,
    activations: number,
    next: number,
    numHidden: number,
  ): void;
  /** Copies rows that begin `rowStep` apart to side by side; with 0 the same row again and again. */
  copyRows(source: number, target: number, numRows: number, width: number, rowStep: number): void;
  /** out_i = row_i · query, for rows [numRows × width] side by side; summed in 64 bits. */
  score(rows: number, query: number, out: number, numRows: number, width: number): void;
  /**
   * Adds one token's states to its text's pools; the maxima must begin with −∞, means and sums with 0.
   * @param row where the states [width] begin
   * @param share what they count in the sums
   * @param maxima where the maxima, the means and the sums [3 × width] begin
   * @param maxAt where it is noted which token gave each maximum [width]
   */
  pool(
    row: number,
    token: number,
    numTokens: number,
    share: number,
    maxima: number,
    maxAt: number,
    width: number,
  ): void;
}

const PAGE_BYTES = 65_536;
/** Below lie the constants of the compiled kernel. */
const FIRST_BYTE = 2048;
const NUMBER_BYTES = Float32Array.BYTES_PER_ELEMENT;

/**
 * The kernel in WebAssembly with 128-bit SIMD where there is such, else in TypeScript; their results differ by
 * rounding alone.
 * @param numNumbers how many numbers the memory must hold
 */
export function createKernel(numNumbers: number): Kernel {
  return createWasmKernel(numNumbers) ?? createPlainKernel(new Float32Array(numNumbers));
}

/** @returns the kernel in WebAssembly, or undefined where it cannot be had */
function createWasmKernel(numNumbers: number): Kernel | undefined {
  if (typeof WebAssembly === 'undefined') return undefined;
  const code = Uint8Array.from(atob(KERNEL_WASM), (character) => character.charCodeAt(0));
  const module = compile(code);
  if (!module) return undefined;
  const numBytes = FIRST_BYTE + numNumbers * NUMBER_BYTES;
  const memory = new WebAssembly.Memory({ initial: Math.ceil(numBytes / PAGE_BYTES) });
  const instance = new WebAssembly.Instance(module, { env: { memory } });
  const { multiply, gates, copyRows, score, pool } = instance.exports as unknown as Kernel;
  const B = NUMBER_BYTES;
  const at = (place: number): number => FIRST_BYTE + place * NUMBER_BYTES;
  return {
    memory: new Float32Array(memory.buffer, FIRST_BYTE),
    multiply: (a, b, c, numRows, numInner, numColumns, rowStep, innerStep) =>
      multiply(at(a), at(b), at(c), numRows, numInner, numColumns, rowStep * B, innerStep * B),
    gates: (inputs, recurrent, previous, activations, next, numHidden) =>
      gates(at(inputs), at(recurrent), at(previous), at(activations), at(next), numHidden),
    copyRows: (source, target, numRows, width, rowStep) =>
      copyRows(at(source), at(target), numRows, width, rowStep * B),
    score: (rows, query, out, numRows, width) => score(at(rows), at(query), at(out), numRows, width),
    pool: (row, token, numTokens, share, maxima, maxAt, width) =>
      pool(at(row), token, numTokens, share, at(maxima), at(maxAt), width),
  };
}

/** Compiled code; undefined where there is no SIMD, or a content security policy forbids WebAssembly. */
function compile(code: Uint8Array<ArrayBuffer>): WebAssembly.Module | undefined {
  try {
    return new WebAssembly.Module(code);
  } catch {
    return undefined;
  }
}
