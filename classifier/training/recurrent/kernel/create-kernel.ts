import type { Kernel } from './kernel.ts';
import { createPlainKernel } from './plain-kernel.ts';
import { createWasmKernel } from './wasm-kernel.ts';

/**
 * Creates the kernel: in WebAssembly with 128-bit SIMD where available, else in TypeScript. The results differ only by
 * rounding.
 * @param numNumbers the size of the memory, in numbers
 */
export function createKernel(numNumbers: number): Kernel {
  return createWasmKernel(numNumbers) ?? createPlainKernel(new Float32Array(numNumbers));
}
