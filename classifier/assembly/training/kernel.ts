// The inner loops of training in AssemblyScript, for WebAssembly with 128-bit SIMD (not the relaxed kind).
// `npm run build:kernel` compiles them into training/recurrent/kernel/wasm-bytes.ts. What each function computes is told
// in training/recurrent/kernel/kernel.ts, and its twin in plain TypeScript is
// training/recurrent/kernel/plain-kernel.ts. Positions are in bytes.

export { gates } from './gates';
export { multiply } from './multiply';
export { copyRows, pool, score } from './rows';
