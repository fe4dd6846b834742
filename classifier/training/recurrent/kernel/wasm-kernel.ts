import { compileWasm } from '../../../src/recurrent/kernel/compile-wasm.ts';
import type { Kernel } from './kernel.ts';
import { KERNEL_WASM } from './wasm-bytes.ts';

/** The compiled kernel keeps its constants below this address. */
const FIRST_BYTE = 2048;
const NUMBER_BYTES = Float32Array.BYTES_PER_ELEMENT;

/**
 * Creates the kernel in WebAssembly; undefined where WebAssembly or its SIMD is not available.
 * @param numNumbers the size of the memory, in numbers
 */
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
