// The inner loops of the reader in AssemblyScript, for WebAssembly with 128-bit SIMD (not the relaxed kind).
// `npm run build:kernel` compiles them into src/recurrent/kernel/wasm-bytes.ts. What each function computes is told in
// src/recurrent/kernel/kernel.ts, and its twin in plain TypeScript is src/recurrent/kernel/plain-kernel.ts: to the last
// bit, so each sum of 32-bit floats is taken in the order that is told there.

export { gates } from './gates';
export { multiply } from './multiply';
export { pool, project, score } from './pool';
export { addRows, quantize, toFloats } from './words';
