import { LANES_BYTES, storeShorts } from './simd';

export function quantize(numbers: usize, out: usize, scale: usize, size: i32, largest: f32): void {
  const numBytes = <usize>size << 2;
  let maxima = f32x4.splat(1e-30);
  for (let i: usize = 0; i < numBytes; i += LANES_BYTES) {
    maxima = f32x4.max(maxima, f32x4.abs(v128.load(numbers + i)));
  }
  maxima = f32x4.max(maxima, v128.shuffle<f32>(maxima, maxima, 2, 3, 0, 1));
  maxima = f32x4.max(maxima, v128.shuffle<f32>(maxima, maxima, 1, 0, 3, 2));
  const max = f32x4.extract_lane(maxima, 0);
  store<f32>(scale, max / largest);
  const factor = f32x4.splat(largest / max);
  for (let i: usize = 0; i < numBytes; i += LANES_BYTES) {
    storeShorts(out + (i >> 1), f32x4.mul(v128.load(numbers + i), factor));
  }
}

export function toFloats(sums: usize, scales: usize, scale: usize, bias: usize, out: usize, size: i32): void {
  const numBytes = <usize>size << 2;
  const factor = v128.load32_splat(scale);
  for (let i: usize = 0; i < numBytes; i += LANES_BYTES) {
    const number = f32x4.mul(f32x4.convert_i32x4_s(v128.load(sums + i)), v128.load(scales + i));
    v128.store(out + i, f32x4.add(f32x4.mul(number, factor), v128.load(bias + i)));
  }
}

export function addRows(rows: usize, out: usize, numRows: i32, width: i32): void {
  for (let j: usize = 0; j < <usize>width; j += 4) {
    let sum = i32x4.splat(0);
    for (let i = 0; i < numRows; i++) {
      const bytes = v128.load32_zero(load<i32>(rows + (<usize>i << 2)) + j);
      sum = i32x4.add(sum, i32x4.extend_low_i16x8_s(i16x8.extend_low_i8x16_s(bytes)));
    }
    v128.store(out, f32x4.add(v128.load(out), f32x4.convert_i32x4_s(sum)));
    out += LANES_BYTES;
  }
}
