// The inner loops of inference in AssemblyScript, for WebAssembly with 128-bit SIMD (not relaxed SIMD). `npm run
// build:kernel` compiles them to src/recurrent/kernel/wasm-bytes.ts. src/recurrent/kernel/kernel.ts documents what each
// function computes. src/recurrent/kernel/plain-kernel.ts gives the same results in TypeScript to the last bit, so
// float32 sums must be added in the documented order.

export { gates } from './gates';
export { multiply } from './multiply';
export { pool, project, score } from './pool';
export { addRows, quantize, toFloats } from './words';
