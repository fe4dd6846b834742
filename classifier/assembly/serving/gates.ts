import { LANES_BYTES, loadShorts, multiplyAdd, storeShorts } from './simd';

// V8 rebuilds a constant with four instructions wherever it stands in a loop; loading it from memory takes one.
const CONSTANTS = memory.data<f32>([
  6, -6,
  0.9999711563, 0.1144727709, 1.4955566216e-3, // numerator
  1, 0.4477141431, 1.7487423492e-2, 5.5186226366e-5, // denominator
  16384, 0.5,
]);

// @ts-expect-error: decorator of AssemblyScript
@inline
function constant(i: usize): v128 {
  return v128.load32_splat(CONSTANTS + (i << 2));
}

// tanh x as a quotient of polynomials, fitted to minimize the largest error: 1.3e-5. Its constants are arguments, so
// that they stay in registers during a loop.
// @ts-expect-error: decorator of AssemblyScript
@inline
function tanh4(
  x: v128,
  largest: v128,
  least: v128,
  p0: v128,
  p1: v128,
  p2: v128,
  q0: v128,
  q1: v128,
  q2: v128,
  q3: v128,
): v128 {
  x = f32x4.pmax(f32x4.pmin(x, largest), least);
  const y = f32x4.mul(x, x);
  const numerator = multiplyAdd(p0, multiplyAdd(p1, p2, y), y);
  const denominator = multiplyAdd(q0, multiplyAdd(q1, multiplyAdd(q2, q3, y), y), y);
  return f32x4.div(f32x4.mul(x, numerator), denominator);
}

export function gates(
  inputs: usize,
  states: usize,
  sums: usize,
  scales: usize,
  activations: usize,
  numRows: i32,
  numHidden: i32,
  inputsStep: i32,
  statesStep: i32,
  sumsStep: i32,
  part: i32,
): void {
  for (let row = 0; row < numRows; row++) {
    const input = load<i32>(inputs);
    const previous = load<i32>(states);
    const word = load<i32>(input);
    stepRow(word, word + part, previous, previous + statesStep, sums, scales, activations, numHidden);
    store<i32>(inputs, input + inputsStep);
    store<i32>(states, previous + statesStep);
    inputs += 4;
    states += 4;
    sums += sumsStep;
  }
}

// @ts-expect-error: decorator of AssemblyScript
@inline
function stepRow(
  scale: usize,
  shares: usize,
  previous: usize,
  next: usize,
  sums: usize,
  scales: usize,
  activations: usize,
  numHidden: i32,
): void {
  const unit = v128.load32_splat(scale);
  const largest = constant(0);
  const least = constant(1);
  const p0 = constant(2);
  const p1 = constant(3);
  const p2 = constant(4);
  const q0 = constant(5);
  const q1 = constant(6);
  const q2 = constant(7);
  const q3 = constant(8);
  const width = <usize>numHidden << 2;
  const candidates = width + width;
  // Two loops: in a single one, the processor would wait for a reset gate before it starts on the candidate.
  for (let j: usize = 0; j < candidates; j += LANES_BYTES) {
    const fromStates = f32x4.mul(f32x4.convert_i32x4_s(v128.load(sums + j)), v128.load(scales + j));
    v128.store(activations + j, tanh4(multiplyAdd(fromStates, loadShorts(shares + (j >> 1)), unit), largest, least, p0, p1, p2, q0, q1, q2, q3));
  }
  for (let j: usize = 0; j < width; j += LANES_BYTES) {
    const at = candidates + j;
    const fromStates = f32x4.mul(f32x4.convert_i32x4_s(v128.load(sums + at)), v128.load(scales + at));
    const open = multiplyAdd(fromStates, loadShorts(shares + (at >> 1)), unit);
    const z = multiplyAdd(open, v128.load(activations + j), fromStates);
    const candidate = f32x4.mul(tanh4(z, largest, least, p0, p1, p2, q0, q1, q2, q3), constant(9));
    const half = f32x4.mul(f32x4.sub(loadShorts(previous + (j >> 1)), candidate), constant(10));
    const middle = f32x4.add(candidate, half);
    storeShorts(next + (j >> 1), multiplyAdd(middle, v128.load(activations + width + j), half));
  }
}
