import { LANES_BYTES } from './simd';

export function copyRows(source: usize, target: usize, numRows: i32, width: i32, rowStep: usize): void {
  const rowBytes = <usize>width << 2;
  for (let row = 0; row < numRows; row++) {
    for (let j: usize = 0; j < rowBytes; j += LANES_BYTES) v128.store(target + j, v128.load(source + j));
    source += rowStep;
    target += rowBytes;
  }
}

export function score(rows: usize, query: usize, out: usize, numRows: i32, width: i32): void {
  const rowBytes = <usize>width << 2;
  let i = 0;
  // Four rows at once, because each addition to a sum waits for the one before it.
  for (; i + 4 <= numRows; i += 4) {
    let s0: f64 = 0;
    let s1: f64 = 0;
    let s2: f64 = 0;
    let s3: f64 = 0;
    for (let j: usize = 0; j < rowBytes; j += 4) {
      const factor = <f64>load<f32>(query + j);
      const at = rows + j;
      s0 += <f64>load<f32>(at) * factor;
      s1 += <f64>load<f32>(at + rowBytes) * factor;
      s2 += <f64>load<f32>(at + rowBytes * 2) * factor;
      s3 += <f64>load<f32>(at + rowBytes * 3) * factor;
    }
    store<f32>(out, <f32>s0);
    store<f32>(out, <f32>s1, 4);
    store<f32>(out, <f32>s2, 8);
    store<f32>(out, <f32>s3, 12);
    rows += rowBytes * 4;
    out += 16;
  }
  for (; i < numRows; i++) {
    let sum: f64 = 0;
    for (let j: usize = 0; j < rowBytes; j += 4) sum += <f64>load<f32>(rows + j) * <f64>load<f32>(query + j);
    store<f32>(out, <f32>sum);
    rows += rowBytes;
    out += 4;
  }
}

// Loads two float32 numbers as float64.
// @ts-expect-error: decorator of AssemblyScript
@inline
function load2(place: usize): v128 {
  return f64x2.promote_low_f32x4(v128.load64_zero(place));
}

// @ts-expect-error: decorator of AssemblyScript
@inline
function store2(place: usize, numbers: v128): void {
  v128.store64_lane(place, f32x4.demote_f64x2_zero(numbers), 0);
}

export function pool(
  row: usize,
  token: i32,
  numTokens: i32,
  share: f64,
  maxima: usize,
  maxAt: usize,
  width: i32,
): void {
  const rowBytes = <usize>width << 2;
  const means = maxima + rowBytes;
  const attended = means + rowBytes;
  const tokens = f32x4.splat(<f32>token);
  for (let j: usize = 0; j < rowBytes; j += LANES_BYTES) {
    const value = v128.load(row + j);
    const largest = v128.load(maxima + j);
    const isLarger = f32x4.gt(value, largest);
    v128.store(maxima + j, v128.bitselect(value, largest, isLarger));
    v128.store(maxAt + j, v128.bitselect(tokens, v128.load(maxAt + j), isLarger));
  }
  const count = f64x2.splat(<f64>numTokens);
  const shares = f64x2.splat(share);
  for (let j: usize = 0; j < rowBytes; j += 8) {
    const value = load2(row + j);
    store2(means + j, f64x2.add(load2(means + j), f64x2.div(value, count)));
    store2(attended + j, f64x2.add(load2(attended + j), f64x2.mul(value, shares)));
  }
}
