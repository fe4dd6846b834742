// The inner loops of the recurrent model in AssemblyScript, for WebAssembly with 128-bit SIMD (not the relaxed kind).
// `npm run build:kernel` compiles it into src/recurrent/kernel-wasm.ts; its twin in plain TypeScript, which says what
// each function computes, is src/recurrent/kernel.ts. Places are in bytes.

const LANES_BYTES: usize = 16;

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
    for (; j + 64 <= rowBytes; j += 64) multiply1x16(a0, b + j, c0 + j, numInner, rowBytes, innerStep);
    for (; j < rowBytes; j += LANES_BYTES) multiply1x4(a0, b + j, c0 + j, numInner, rowBytes, innerStep);
  }
}

// @ts-expect-error: decorator of AssemblyScript
@inline
function multiplyAdd(sum: v128, x: v128, y: v128): v128 {
  return f32x4.add(sum, f32x4.mul(x, y));
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

function multiply1x16(a: usize, b: usize, c: usize, numInner: i32, rowBytes: usize, innerStep: usize): void {
  let s0 = v128.load(c);
  let s1 = v128.load(c, 16);
  let s2 = v128.load(c, 32);
  let s3 = v128.load(c, 48);
  for (let p = 0; p < numInner; p++) {
    const x = v128.load32_splat(a);
    s0 = multiplyAdd(s0, x, v128.load(b));
    s1 = multiplyAdd(s1, x, v128.load(b, 16));
    s2 = multiplyAdd(s2, x, v128.load(b, 32));
    s3 = multiplyAdd(s3, x, v128.load(b, 48));
    a += innerStep;
    b += rowBytes;
  }
  v128.store(c, s0);
  v128.store(c, s1, 16);
  v128.store(c, s2, 32);
  v128.store(c, s3, 48);
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

// e^x by range reduction and a polynomial, after Cephes' expf (Moshier 1989): relative error below 2e-7.
function exp4(x: v128): v128 {
  x = f32x4.max(f32x4.min(x, f32x4.splat(87)), f32x4.splat(-87));
  const power = f32x4.nearest(f32x4.mul(x, f32x4.splat(1.44269504088896341)));
  x = f32x4.sub(x, f32x4.mul(power, f32x4.splat(0.693359375)));
  x = f32x4.sub(x, f32x4.mul(power, f32x4.splat(-2.12194440e-4)));
  let y = f32x4.splat(1.9875691500e-4);
  y = multiplyAdd(f32x4.splat(1.3981999507e-3), y, x);
  y = multiplyAdd(f32x4.splat(8.3334519073e-3), y, x);
  y = multiplyAdd(f32x4.splat(4.1665795894e-2), y, x);
  y = multiplyAdd(f32x4.splat(1.6666665459e-1), y, x);
  y = multiplyAdd(f32x4.splat(5.0000001201e-1), y, x);
  y = multiplyAdd(f32x4.add(x, f32x4.splat(1)), y, f32x4.mul(x, x));
  const exponent = i32x4.add(i32x4.trunc_sat_f32x4_s(power), i32x4.splat(127));
  return f32x4.mul(y, i32x4.shl(exponent, 23));
}

function sigmoid4(x: v128): v128 {
  const one = f32x4.splat(1);
  return f32x4.div(one, f32x4.add(one, exp4(f32x4.neg(x))));
}

export function gates(
  inputs: usize,
  recurrent: usize,
  previous: usize,
  activations: usize,
  next: usize,
  numRows: i32,
  numHidden: i32,
): void {
  const part = <usize>numHidden << 2;
  const one = f32x4.splat(1);
  for (let row = 0; row < numRows; row++) {
    for (let j: usize = 0; j < part; j += LANES_BYTES) {
      const atReset = j;
      const atUpdate = part + j;
      const atCandidate = part + part + j;
      const reset = sigmoid4(f32x4.add(v128.load(inputs + atReset), v128.load(recurrent + atReset)));
      const update = sigmoid4(f32x4.add(v128.load(inputs + atUpdate), v128.load(recurrent + atUpdate)));
      const z = multiplyAdd(v128.load(inputs + atCandidate), reset, v128.load(recurrent + atCandidate));
      // tanh z = 2 sigmoid(2z) − 1
      const candidate = f32x4.sub(f32x4.mul(f32x4.splat(2), sigmoid4(f32x4.add(z, z))), one);
      const kept = v128.load(previous + j);
      v128.store(activations + atReset, reset);
      v128.store(activations + atUpdate, update);
      v128.store(activations + atCandidate, candidate);
      v128.store(next + j, multiplyAdd(candidate, update, f32x4.sub(kept, candidate)));
    }
    inputs += part * 3;
    recurrent += part * 3;
    activations += part * 3;
    previous += part;
    next += part;
  }
}
