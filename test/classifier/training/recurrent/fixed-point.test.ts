import fc from 'fast-check';
import { expect, test } from 'vitest';
import { toFixedPoint } from '../../../../classifier/training/recurrent/fixed-point.ts';

const LARGEST_SUM = 2 ** 31 - 1;

test('weights lie in pairs, and come with what 1 is in the sums of their column', () => {
  // Two rows of two columns; the largest input is so small that 16 bits are the limit.
  const { weights, bias, scales } = toFixedPoint(Float32Array.of(1, -0.5, 0.25, 4), Float32Array.of(2, 0), 1);
  expect([...weights]).toEqual([32_767, 8192, -4096, 32_767]);
  expect([...bias]).toEqual([65_534, 0]);
  expect(scales[0]! * 32_767).toBeCloseTo(1, 6);
  expect(scales[1]! * 32_767).toBeCloseTo(4, 6);
});

test('no sum leaves 32 bits, whatever the inputs', () => {
  const shape = fc.record({
    largestInput: fc.constantFrom(1, 8191, 2 ** 14),
    weights: fc.array(fc.float({ noNaN: true, min: -1e6, max: 1e6 }), { minLength: 2, maxLength: 200 }),
    bias: fc.float({ noNaN: true, min: -1e6, max: 1e6 }),
  });
  fc.assert(
    fc.property(shape, ({ largestInput, weights, bias }) => {
      const even = Float32Array.from(weights.slice(0, weights.length & ~1));
      const fixed = toFixedPoint(even, Float32Array.of(bias), largestInput);
      const size = fixed.weights.reduce((sum, weight) => sum + Math.abs(weight) * largestInput, 0);
      expect(size + Math.abs(fixed.bias[0]!)).toBeLessThanOrEqual(LARGEST_SUM);
      for (const [i, weight] of fixed.weights.entries()) {
        const error = Math.abs(weight * fixed.scales[0]! - even[i]!);
        // Of weights near the least float nothing may be left.
        expect(error).toBeLessThanOrEqual(0.51 * fixed.scales[0]! + 1e-36);
      }
    }),
  );
});

test('a column of equal weights uses the bits that there are', () => {
  const { weights } = toFixedPoint(new Float32Array(64).fill(0.5), new Float32Array(1), 2 ** 14);
  expect(weights.every((weight) => weight > 2000 && weight * 64 * 2 ** 14 <= LARGEST_SUM)).toBe(true);
});

test('a column of zeros stays one', () => {
  const { weights, bias, scales } = toFixedPoint(new Float32Array(4), new Float32Array(2), 8191);
  expect([...weights, ...bias]).toEqual([0, 0, 0, 0, 0, 0]);
  expect([...scales]).toEqual([1, 1]);
});
