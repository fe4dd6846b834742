import { LANES_BYTES, multiplyAdd } from './simd';

// V8 rebuilds a constant with four instructions wherever it stands in a loop; loading it from memory takes one.
const CONSTANTS = memory.data<f32>([
  1, 2, 87, -87,
  1.44269504088896341, // 1 / ln 2
  0.693359375, -2.12194440e-4, // ln 2 in two parts
  1.9875691500e-4, 1.3981999507e-3, 8.3334519073e-3, 4.1665795894e-2, 1.6666665459e-1, 5.0000001201e-1,
  12583039, // 1.5 · 2^23 + 127: adding this to an integer leaves the integer + 127 in the lowest bits
]);

// @ts-expect-error: decorator of AssemblyScript
@inline
function constant(i: usize): v128 {
  return v128.load32_splat(CONSTANTS + (i << 2));
}

// e^x by range reduction and a polynomial, after Cephes' expf (Moshier 1989): relative error below 2e-7.
// @ts-expect-error: decorator of AssemblyScript
@inline
function exp4(x: v128): v128 {
  x = f32x4.pmax(f32x4.pmin(x, constant(2)), constant(3));
  const power = f32x4.nearest(f32x4.mul(x, constant(4)));
  x = f32x4.sub(x, f32x4.mul(power, constant(5)));
  x = f32x4.sub(x, f32x4.mul(power, constant(6)));
  let y = multiplyAdd(constant(8), constant(7), x);
  y = multiplyAdd(constant(9), y, x);
  y = multiplyAdd(constant(10), y, x);
  y = multiplyAdd(constant(11), y, x);
  y = multiplyAdd(constant(12), y, x);
  y = multiplyAdd(f32x4.add(x, constant(0)), y, f32x4.mul(x, x));
  return f32x4.mul(y, i32x4.shl(f32x4.add(power, constant(13)), 23)); // y · 2^power
}

// @ts-expect-error: decorator of AssemblyScript
@inline
function sigmoid4(x: v128): v128 {
  return f32x4.div(constant(0), f32x4.add(constant(0), exp4(f32x4.neg(x))));
}

export function gates(
  inputs: usize,
  recurrent: usize,
  previous: usize,
  activations: usize,
  next: usize,
  numHidden: i32,
): void {
  const part = <usize>numHidden << 2;
  const candidates = part + part;
  // Two loops: in a single one, the processor would wait for a reset gate before it starts on the candidate.
  for (let j: usize = 0; j < candidates; j += LANES_BYTES) {
    v128.store(activations + j, sigmoid4(f32x4.add(v128.load(inputs + j), v128.load(recurrent + j))));
  }
  for (let j: usize = 0; j < part; j += LANES_BYTES) {
    const at = candidates + j;
    const z = multiplyAdd(v128.load(inputs + at), v128.load(activations + j), v128.load(recurrent + at));
    // tanh z = 2 sigmoid(2z) − 1
    const candidate = f32x4.sub(f32x4.mul(constant(1), sigmoid4(f32x4.add(z, z))), constant(0));
    const kept = f32x4.sub(v128.load(previous + j), candidate);
    v128.store(activations + at, candidate);
    v128.store(next + j, multiplyAdd(candidate, v128.load(activations + part + j), kept));
  }
}
