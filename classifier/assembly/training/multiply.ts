import { LANES_BYTES, multiplyAdd } from './simd';

// Tiles keep their sums in registers during the loop over the inner dimension. A tile of 4 rows by 8 columns uses each
// loaded number of B four times. With fewer than four rows left, as for a single text, a tile has 1 row and 48 columns:
// twelve independent sums hide the latency of an addition. Remaining columns are done four at a time.
export function multiply(
  a: usize,
  b: usize,
  c: usize,
  numRows: i32,
  numInner: i32,
  numColumns: i32,
  rowStep: usize,
  innerStep: usize,
): void {
  const rowBytes = <usize>numColumns << 2;
  let i = 0;
  for (; i + 4 <= numRows; i += 4) {
    const a0 = a + <usize>i * rowStep;
    const c0 = c + <usize>i * rowBytes;
    let j: usize = 0;
    for (; j + 32 <= rowBytes; j += 32) multiply4x8(a0, b + j, c0 + j, numInner, rowBytes, rowStep, innerStep);
    for (; j < rowBytes; j += LANES_BYTES) {
      for (let r: usize = 0; r < 4; r++) {
        multiply1x4(a0 + r * rowStep, b + j, c0 + r * rowBytes + j, numInner, rowBytes, innerStep);
      }
    }
  }
  for (; i < numRows; i++) {
    const a0 = a + <usize>i * rowStep;
    const c0 = c + <usize>i * rowBytes;
    let j: usize = 0;
    for (; j + 192 <= rowBytes; j += 192) multiply1x48(a0, b + j, c0 + j, numInner, rowBytes, innerStep);
    for (; j < rowBytes; j += LANES_BYTES) multiply1x4(a0, b + j, c0 + j, numInner, rowBytes, innerStep);
  }
}

function multiply4x8(
  a: usize,
  b: usize,
  c: usize,
  numInner: i32,
  rowBytes: usize,
  rowStep: usize,
  innerStep: usize,
): void {
  const a1 = rowStep;
  const a2 = rowStep * 2;
  const a3 = rowStep * 3;
  const c1 = c + rowBytes;
  const c2 = c1 + rowBytes;
  const c3 = c2 + rowBytes;
  let s00 = v128.load(c);
  let s01 = v128.load(c, 16);
  let s10 = v128.load(c1);
  let s11 = v128.load(c1, 16);
  let s20 = v128.load(c2);
  let s21 = v128.load(c2, 16);
  let s30 = v128.load(c3);
  let s31 = v128.load(c3, 16);
  for (let p = 0; p < numInner; p++) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    const x0 = v128.load32_splat(a);
    s00 = multiplyAdd(s00, x0, b0);
    s01 = multiplyAdd(s01, x0, b1);
    const x1 = v128.load32_splat(a + a1);
    s10 = multiplyAdd(s10, x1, b0);
    s11 = multiplyAdd(s11, x1, b1);
    const x2 = v128.load32_splat(a + a2);
    s20 = multiplyAdd(s20, x2, b0);
    s21 = multiplyAdd(s21, x2, b1);
    const x3 = v128.load32_splat(a + a3);
    s30 = multiplyAdd(s30, x3, b0);
    s31 = multiplyAdd(s31, x3, b1);
    a += innerStep;
    b += rowBytes;
  }
  v128.store(c, s00);
  v128.store(c, s01, 16);
  v128.store(c1, s10);
  v128.store(c1, s11, 16);
  v128.store(c2, s20);
  v128.store(c2, s21, 16);
  v128.store(c3, s30);
  v128.store(c3, s31, 16);
}

function multiply1x48(a: usize, b: usize, c: usize, numInner: i32, rowBytes: usize, innerStep: usize): void {
  let s0 = v128.load(c);
  let s1 = v128.load(c, 16);
  let s2 = v128.load(c, 32);
  let s3 = v128.load(c, 48);
  let s4 = v128.load(c, 64);
  let s5 = v128.load(c, 80);
  let s6 = v128.load(c, 96);
  let s7 = v128.load(c, 112);
  let s8 = v128.load(c, 128);
  let s9 = v128.load(c, 144);
  let s10 = v128.load(c, 160);
  let s11 = v128.load(c, 176);
  for (let p = 0; p < numInner; p++) {
    const x = v128.load32_splat(a);
    s0 = multiplyAdd(s0, x, v128.load(b));
    s1 = multiplyAdd(s1, x, v128.load(b, 16));
    s2 = multiplyAdd(s2, x, v128.load(b, 32));
    s3 = multiplyAdd(s3, x, v128.load(b, 48));
    s4 = multiplyAdd(s4, x, v128.load(b, 64));
    s5 = multiplyAdd(s5, x, v128.load(b, 80));
    s6 = multiplyAdd(s6, x, v128.load(b, 96));
    s7 = multiplyAdd(s7, x, v128.load(b, 112));
    s8 = multiplyAdd(s8, x, v128.load(b, 128));
    s9 = multiplyAdd(s9, x, v128.load(b, 144));
    s10 = multiplyAdd(s10, x, v128.load(b, 160));
    s11 = multiplyAdd(s11, x, v128.load(b, 176));
    a += innerStep;
    b += rowBytes;
  }
  v128.store(c, s0);
  v128.store(c, s1, 16);
  v128.store(c, s2, 32);
  v128.store(c, s3, 48);
  v128.store(c, s4, 64);
  v128.store(c, s5, 80);
  v128.store(c, s6, 96);
  v128.store(c, s7, 112);
  v128.store(c, s8, 128);
  v128.store(c, s9, 144);
  v128.store(c, s10, 160);
  v128.store(c, s11, 176);
}

function multiply1x4(a: usize, b: usize, c: usize, numInner: i32, rowBytes: usize, innerStep: usize): void {
  let sum = v128.load(c);
  for (let p = 0; p < numInner; p++) {
    sum = multiplyAdd(sum, v128.load32_splat(a), v128.load(b));
    a += innerStep;
    b += rowBytes;
  }
  v128.store(c, sum);
}
