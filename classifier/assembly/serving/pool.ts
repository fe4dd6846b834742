import { LANES_BYTES, multiplyAdd } from './simd';

export function score(states: usize, query: usize, out: usize, numTokens: i32, width: i32): void {
  const rowBytes = <usize>width << 1;
  for (let token = 0; token < numTokens; token++) {
    let sums = i32x4.splat(0);
    for (let j: usize = 0; j < rowBytes; j += LANES_BYTES) {
      sums = i32x4.add(sums, i32x4.dot_i16x8_s(v128.load(states + j), v128.load(query + j)));
    }
    sums = i32x4.add(sums, v128.shuffle<i32>(sums, sums, 2, 3, 0, 1));
    sums = i32x4.add(sums, v128.shuffle<i32>(sums, sums, 1, 0, 3, 2));
    store<i32>(out, i32x4.extract_lane(sums, 0));
    states += rowBytes;
    out += 4;
  }
}

// Eight columns at a time; their pools stay in registers during the loop over tokens.
export function pool(states: usize, shares: usize, out: usize, numTokens: i32, width: i32): void {
  const rowBytes = <usize>width << 1;
  const means = <usize>width << 2;
  const attended = means << 1;
  const one = f32x4.splat(16384);
  const count = f32x4.splat(<f32>numTokens * 16384);
  for (let j: usize = 0; j < rowBytes; j += LANES_BYTES) {
    let maxima = i16x8.splat(i16.MIN_VALUE);
    let sumsLow = i32x4.splat(0);
    let sumsHigh = i32x4.splat(0);
    let attendedLow = f32x4.splat(0);
    let attendedHigh = f32x4.splat(0);
    let at = states + j;
    for (let token = 0; token < numTokens; token++) {
      const state = v128.load(at);
      const low = i32x4.extend_low_i16x8_s(state);
      const high = i32x4.extend_high_i16x8_s(state);
      const share = v128.load32_splat(shares + (<usize>token << 2));
      maxima = i16x8.max_s(maxima, state);
      sumsLow = i32x4.add(sumsLow, low);
      sumsHigh = i32x4.add(sumsHigh, high);
      attendedLow = multiplyAdd(attendedLow, f32x4.convert_i32x4_s(low), share);
      attendedHigh = multiplyAdd(attendedHigh, f32x4.convert_i32x4_s(high), share);
      at += rowBytes;
    }
    storeQuotients(out, i32x4.extend_low_i16x8_s(maxima), i32x4.extend_high_i16x8_s(maxima), one);
    storeQuotients(out + means, sumsLow, sumsHigh, count);
    v128.store(out + attended, f32x4.div(attendedLow, one));
    v128.store(out + attended, f32x4.div(attendedHigh, one), 16);
    out += LANES_BYTES * 2;
  }
}

// @ts-expect-error: decorator of AssemblyScript
@inline
function storeQuotients(place: usize, low: v128, high: v128, divisor: v128): void {
  v128.store(place, f32x4.div(f32x4.convert_i32x4_s(low), divisor));
  v128.store(place, f32x4.div(f32x4.convert_i32x4_s(high), divisor), 16);
}

// Even and odd indices have separate sums, because each addition waits for the one before it.
export function project(numbers: usize, weights: usize, bias: usize, out: usize, numInner: i32): void {
  let low = v128.load(bias);
  let high = v128.load(bias, 16);
  let oddLow = f32x4.splat(0);
  let oddHigh = f32x4.splat(0);
  for (let p = 0; p < numInner; p += 2) {
    const even = v128.load32_splat(numbers);
    const odd = v128.load32_splat(numbers, 4);
    low = multiplyAdd(low, even, v128.load(weights));
    high = multiplyAdd(high, even, v128.load(weights, 16));
    oddLow = multiplyAdd(oddLow, odd, v128.load(weights, 32));
    oddHigh = multiplyAdd(oddHigh, odd, v128.load(weights, 48));
    numbers += 8;
    weights += 64;
  }
  v128.store(out, f32x4.add(low, oddLow));
  v128.store(out, f32x4.add(high, oddHigh), 16);
}
