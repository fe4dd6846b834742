// The inner loops of training in AssemblyScript, for WebAssembly with 128-bit SIMD (not relaxed SIMD). `npm run
// build:kernel` compiles them to training/recurrent/kernel/wasm-bytes.ts. training/recurrent/kernel/kernel.ts documents
// what each function computes, and training/recurrent/kernel/plain-kernel.ts does the same in TypeScript. Addresses are
// in bytes.

export { gates } from './gates';
export { multiply } from './multiply';
export { copyRows, pool, score } from './rows';
