// What the other files share.

/** The bytes of four numbers of 32 bits, or of eight of 16, which one instruction works on. */
export const LANES_BYTES: usize = 16;

// @ts-expect-error: decorator of AssemblyScript
@inline
export function multiplyAdd(sum: v128, x: v128, y: v128): v128 {
  return f32x4.add(sum, f32x4.mul(x, y));
}

// Four numbers of 16 bits as floats.
// @ts-expect-error: decorator of AssemblyScript
@inline
export function loadShorts(place: usize): v128 {
  return f32x4.convert_i32x4_s(v128.load16x4_s(place));
}

// 1.5 · 2^23: added to a float below 2^22, it leaves the nearest integer in the lowest bits.
const MAGIC: f32 = 12582912;

// Stores four floats, the nearest integers to them, ties to even, in 16 bits.
// @ts-expect-error: decorator of AssemblyScript
@inline
export function storeShorts(place: usize, numbers: v128): void {
  const magic = f32x4.splat(MAGIC);
  const integers = i32x4.sub(f32x4.add(numbers, magic), magic);
  v128.store64_lane(place, i16x8.narrow_i32x4_s(integers, integers), 0);
}
