import type { Kernel } from './kernel.ts';
import { createPlainKernel } from './plain-kernel.ts';
import { createWasmKernel } from './wasm-kernel.ts';

/**
 * The kernel in WebAssembly with 128-bit SIMD where that is supported, else in TypeScript; their results differ by
 * rounding alone.
 * @param numNumbers how many numbers the memory must hold
 */
export function createKernel(numNumbers: number): Kernel {
  return createWasmKernel(numNumbers) ?? createPlainKernel(new Float32Array(numNumbers));
}
