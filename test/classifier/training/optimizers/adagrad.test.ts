import { expect, test } from 'vitest';
import { stepAdagrad } from '../../../../classifier/training/optimizers/adagrad.ts';

test('two steps are those worked by hand', () => {
  // rate 0.5.  s: 0 + 3² = 9, x: 1 − 0.5 · 3/3 = 0.5;  s: 9 + 4² = 25, x: 0.5 − 0.5 · 4/5 = 0.1
  const numbers = Float64Array.of(1);
  const squares = new Float64Array(1);
  stepAdagrad(squares, numbers, Float64Array.of(3), 0.5);
  expect(squares[0]).toBe(9);
  expect(numbers[0]).toBeCloseTo(0.5, 7);
  stepAdagrad(squares, numbers, Float64Array.of(4), 0.5);
  expect(squares[0]).toBe(25);
  expect(numbers[0]).toBeCloseTo(0.1, 7);
});

test('no step is longer than the rate, and none is taken down a gradient of 0', () => {
  const numbers = new Float64Array(4);
  stepAdagrad(new Float64Array(4), numbers, Float64Array.of(1e-3, -1, 1e6, 0), 0.1);
  expect([...numbers.subarray(0, 3)].map(Math.abs)).toEqual([0.1, 0.1, 0.1].map((n) => expect.closeTo(n, 5)));
  expect(numbers[1]).toBeGreaterThan(0);
  expect(numbers[3]).toBe(0);
});

test('only the numbers asked for are moved', () => {
  const numbers = new Float32Array(5);
  stepAdagrad(new Float32Array(5), numbers, Float32Array.of(1, 1), 0.1, 2);
  expect([...numbers].map((number) => number !== 0)).toEqual([false, false, true, true, false]);
});
