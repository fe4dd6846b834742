// Helpers shared by the kernel's files.

/** The bytes that one SIMD instruction works on: four numbers of 32 bits, or eight of 16 bits. */
export const LANES_BYTES: usize = 16;

// @ts-expect-error: decorator of AssemblyScript
@inline
export function multiplyAdd(sum: v128, x: v128, y: v128): v128 {
  return f32x4.add(sum, f32x4.mul(x, y));
}

// Loads four int16 numbers as float32.
// @ts-expect-error: decorator of AssemblyScript
@inline
export function loadShorts(place: usize): v128 {
  return f32x4.convert_i32x4_s(v128.load16x4_s(place));
}

// 1.5 · 2^23: adding this to a float below 2^22 leaves the nearest integer in the lowest bits.
const MAGIC: f32 = 12582912;

// Rounds four floats to the nearest integers, ties to even, and stores them as int16.
// @ts-expect-error: decorator of AssemblyScript
@inline
export function storeShorts(place: usize, numbers: v128): void {
  const magic = f32x4.splat(MAGIC);
  const integers = i32x4.sub(f32x4.add(numbers, magic), magic);
  v128.store64_lane(place, i16x8.narrow_i32x4_s(integers, integers), 0);
}
