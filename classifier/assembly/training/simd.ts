// Helpers shared by the kernel's files.

/** The bytes that one SIMD instruction works on: four numbers of 32 bits. */
export const LANES_BYTES: usize = 16;

// @ts-expect-error: decorator of AssemblyScript
@inline
export function multiplyAdd(sum: v128, x: v128, y: v128): v128 {
  return f32x4.add(sum, f32x4.mul(x, y));
}
