// The inner loops of the recurrent model in AssemblyScript, for WebAssembly with 128-bit SIMD (not the relaxed kind).
// `npm run build:kernel` compiles them into src/recurrent/kernel-wasm.ts; what each function computes is told in
// src/recurrent/kernel.ts, and its twin in plain TypeScript is src/recurrent/plain-kernel.ts. Places are in bytes.

export { gates } from './gates';
export { multiply } from './multiply';
export { copyRows, pool, score } from './rows';
