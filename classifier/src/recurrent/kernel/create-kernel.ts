import { compileWasm } from './compile-wasm.ts';
import type { Kernel } from './kernel.ts';
import { createPlainKernel } from './plain-kernel.ts';
import { KERNEL_WASM } from './wasm-bytes.ts';

/**
 * Creates the kernel: in WebAssembly with 128-bit SIMD where available, else in TypeScript. Both give the same results
 * to the last bit.
 * @param numBytes the size of the memory, `FIRST_BYTE` included; a multiple of 4
 */
export function createKernel(numBytes: number): Kernel {
  const compiled = compileWasm(KERNEL_WASM, numBytes);
  if (!compiled) return createPlainKernel(numBytes);
  const exports = compiled.exports as unknown as Kernel;
  const { multiply, gates, addRows, quantize, toFloats, score, pool, project } = exports;
  const { buffer } = compiled.memory;
  return { memory: buffer, multiply, gates, addRows, quantize, toFloats, score, pool, project };
}
