import { expect, test } from 'vitest';
import { createAdamState, stepAdam } from '../../../../classifier/training/optimizers/adam.ts';

test('the first steps are those worked by hand', () => {
  const numbers = Float64Array.of(1);
  const state = createAdamState(1);
  stepAdam(state, numbers, Float64Array.of(2), 1, 0.1, 1);
  // m = 0.2, v = 0.004; without their bias 2 and 4:  x = 1 − 0.1 · 2/√4
  expect(numbers[0]).toBeCloseTo(0.9, 6);
  stepAdam(state, numbers, Float64Array.of(-1), 1, 0.1, 2);
  // m = 0.9 · 0.2 − 0.1 = 0.08, v = 0.999 · 0.004 + 0.001 = 0.004996; 0.08/0.19 = 0.421053, 0.004996/0.001999 = 2.499250
  // x = 0.9 − 0.1 · 0.421053/√2.499250
  expect(numbers[0]).toBeCloseTo(0.9 - 0.0266338, 6);
});

test('the scale multiplies the gradients', () => {
  const step = (gradients: readonly number[], scale: number): number[] => {
    const numbers = Float64Array.of(1);
    const state = createAdamState(1);
    for (const [i, gradient] of gradients.entries()) {
      stepAdam(state, numbers, Float64Array.of(gradient), scale, 0.1, i + 1);
    }
    return [numbers[0]!, state.mean[0]!, state.variance[0]!];
  };
  expect(step([4, -2], 0.5)).toEqual(step([2, -1], 1));
  expect(step([4, -2], 0.5)).not.toEqual(step([4, -2], 1));
});

test('a gradient of 0 moves nothing', () => {
  const numbers = Float32Array.of(1, -1);
  stepAdam(createAdamState(2), numbers, new Float32Array(2), 1, 0.1, 1);
  expect(numbers).toEqual(Float32Array.of(1, -1));
});

test('many steps find the minimum of a parabola', () => {
  const numbers = Float64Array.of(0, 0);
  const state = createAdamState(2);
  for (let step = 1; step <= 500; step++) {
    // Of (x − 3)² + 50 (y + 1)²
    const gradients = Float64Array.of(2 * (numbers[0]! - 3), 100 * (numbers[1]! + 1));
    stepAdam(state, numbers, gradients, 1, 0.1 * (1 - step / 501), step);
  }
  expect(numbers[0]).toBeCloseTo(3, 3);
  expect(numbers[1]).toBeCloseTo(-1, 3);
});

test('only the numbers from start to end are moved and remembered', () => {
  const numbers = Float32Array.of(1, 2, 3, 4, 5);
  const state = createAdamState(5);
  stepAdam(state, numbers, Float32Array.of(1, 1, 1, 1, 1), 1, 0.5, 1, 1, 3);
  expect([...numbers]).toEqual([1, expect.closeTo(1.5, 6), expect.closeTo(2.5, 6), 4, 5]);
  const isRemembered = (array: Float32Array) => Array.from(array, (number) => number !== 0);
  expect(isRemembered(state.mean)).toEqual([false, true, true, false, false]);
  expect(isRemembered(state.variance)).toEqual([false, true, true, false, false]);
});
