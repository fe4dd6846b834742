import { LANES_BYTES } from './simd';

// Tiles keep their sums in registers during the loop over the inner dimension, which takes two numbers at a time. A
// tile of 4 rows by 8 columns uses each loaded weight four times. With fewer than four rows left, as for a single text,
// a tile has 1 row and 48 columns. Remaining columns are done four at a time.
export function multiply(
  rows: usize,
  weights: usize,
  bias: usize,
  sums: usize,
  numRows: i32,
  numInner: i32,
  numColumns: i32,
): void {
  const rowBytes = <usize>numColumns << 2;
  const numPairs = numInner >> 1;
  let i = 0;
  for (; i + 4 <= numRows; i += 4) {
    const a0 = load<i32>(rows);
    const a1 = load<i32>(rows, 4);
    const a2 = load<i32>(rows, 8);
    const a3 = load<i32>(rows, 12);
    let j: usize = 0;
    for (; j + 32 <= rowBytes; j += 32) {
      multiply4x8(a0, a1, a2, a3, weights + j, bias + j, sums + j, numPairs, rowBytes);
    }
    for (; j < rowBytes; j += LANES_BYTES) {
      for (let r: usize = 0; r < 4; r++) {
        multiply1x4(load<i32>(rows + (r << 2)), weights + j, bias + j, sums + r * rowBytes + j, numPairs, rowBytes);
      }
    }
    rows += 16;
    sums += rowBytes * 4;
  }
  for (; i < numRows; i++) {
    const a = load<i32>(rows);
    let j: usize = 0;
    for (; j + 192 <= rowBytes; j += 192) multiply1x48(a, weights + j, bias + j, sums + j, numPairs, rowBytes);
    for (; j < rowBytes; j += LANES_BYTES) multiply1x4(a, weights + j, bias + j, sums + j, numPairs, rowBytes);
    rows += 4;
    sums += rowBytes;
  }
}

// @ts-expect-error: decorator of AssemblyScript
@inline
function addDot(sum: v128, x: v128, weights: v128): v128 {
  return i32x4.add(sum, i32x4.dot_i16x8_s(x, weights));
}

function multiply4x8(
  a0: usize,
  a1: usize,
  a2: usize,
  a3: usize,
  weights: usize,
  bias: usize,
  sums: usize,
  numPairs: i32,
  rowBytes: usize,
): void {
  const b0 = v128.load(bias);
  const b1 = v128.load(bias, 16);
  let s00 = b0;
  let s01 = b1;
  let s10 = b0;
  let s11 = b1;
  let s20 = b0;
  let s21 = b1;
  let s30 = b0;
  let s31 = b1;
  for (let p = 0; p < numPairs; p++) {
    const w0 = v128.load(weights);
    const w1 = v128.load(weights, 16);
    const x0 = v128.load32_splat(a0);
    s00 = addDot(s00, x0, w0);
    s01 = addDot(s01, x0, w1);
    const x1 = v128.load32_splat(a1);
    s10 = addDot(s10, x1, w0);
    s11 = addDot(s11, x1, w1);
    const x2 = v128.load32_splat(a2);
    s20 = addDot(s20, x2, w0);
    s21 = addDot(s21, x2, w1);
    const x3 = v128.load32_splat(a3);
    s30 = addDot(s30, x3, w0);
    s31 = addDot(s31, x3, w1);
    a0 += 4;
    a1 += 4;
    a2 += 4;
    a3 += 4;
    weights += rowBytes;
  }
  v128.store(sums, s00);
  v128.store(sums, s01, 16);
  sums += rowBytes;
  v128.store(sums, s10);
  v128.store(sums, s11, 16);
  sums += rowBytes;
  v128.store(sums, s20);
  v128.store(sums, s21, 16);
  sums += rowBytes;
  v128.store(sums, s30);
  v128.store(sums, s31, 16);
}

function multiply1x48(a: usize, weights: usize, bias: usize, sums: usize, numPairs: i32, rowBytes: usize): void {
  let s0 = v128.load(bias);
  let s1 = v128.load(bias, 16);
  let s2 = v128.load(bias, 32);
  let s3 = v128.load(bias, 48);
  let s4 = v128.load(bias, 64);
  let s5 = v128.load(bias, 80);
  let s6 = v128.load(bias, 96);
  let s7 = v128.load(bias, 112);
  let s8 = v128.load(bias, 128);
  let s9 = v128.load(bias, 144);
  let s10 = v128.load(bias, 160);
  let s11 = v128.load(bias, 176);
  for (let p = 0; p < numPairs; p++) {
    const x = v128.load32_splat(a);
    s0 = addDot(s0, x, v128.load(weights));
    s1 = addDot(s1, x, v128.load(weights, 16));
    s2 = addDot(s2, x, v128.load(weights, 32));
    s3 = addDot(s3, x, v128.load(weights, 48));
    s4 = addDot(s4, x, v128.load(weights, 64));
    s5 = addDot(s5, x, v128.load(weights, 80));
    s6 = addDot(s6, x, v128.load(weights, 96));
    s7 = addDot(s7, x, v128.load(weights, 112));
    s8 = addDot(s8, x, v128.load(weights, 128));
    s9 = addDot(s9, x, v128.load(weights, 144));
    s10 = addDot(s10, x, v128.load(weights, 160));
    s11 = addDot(s11, x, v128.load(weights, 176));
    a += 4;
    weights += rowBytes;
  }
  v128.store(sums, s0);
  v128.store(sums, s1, 16);
  v128.store(sums, s2, 32);
  v128.store(sums, s3, 48);
  v128.store(sums, s4, 64);
  v128.store(sums, s5, 80);
  v128.store(sums, s6, 96);
  v128.store(sums, s7, 112);
  v128.store(sums, s8, 128);
  v128.store(sums, s9, 144);
  v128.store(sums, s10, 160);
  v128.store(sums, s11, 176);
}

function multiply1x4(a: usize, weights: usize, bias: usize, sums: usize, numPairs: i32, rowBytes: usize): void {
  let sum = v128.load(bias);
  for (let p = 0; p < numPairs; p++) {
    sum = addDot(sum, v128.load32_splat(a), v128.load(weights));
    a += 4;
    weights += rowBytes;
  }
  v128.store(sums, sum);
}
