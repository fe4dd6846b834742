import { compileWasm } from '../../../src/recurrent/kernel/compile-wasm.ts';
import type { Kernel } from './kernel.ts';
import { KERNEL_WASM } from './wasm-bytes.ts';

/** Below lie the constants of the compiled kernel. */
const FIRST_BYTE = 2048;
const NUMBER_BYTES = Float32Array.BYTES_PER_ELEMENT;

/** The kernel in WebAssembly with 128-bit SIMD, or undefined where there is no such. */
export function createWasmKernel(numNumbers: number): Kernel | undefined {
  const compiled = compileWasm(KERNEL_WASM, FIRST_BYTE + numNumbers * NUMBER_BYTES);
  if (!compiled) return undefined;
  const { multiply, gates, copyRows, score, pool } = compiled.exports as unknown as Kernel;
  const B = NUMBER_BYTES;
  const at = (place: number): number => FIRST_BYTE + place * NUMBER_BYTES;
  return {
    memory: new Float32Array(compiled.memory.buffer, FIRST_BYTE),
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
