import { expect, test } from 'vitest';
import { checkArrays } from '../../classifier/src/model-arrays.ts';

/** Floats that do not begin where their buffer does, as in a model file. */
const check = (...numbers: number[]): void =>
  checkArrays(
    'a model',
    { first: Int32Array.of(-(2 ** 31)), second: Float32Array.of(Number.NaN, ...numbers).subarray(1) },
    { first: 1, second: 2 },
  );

test.each([
  [0, -0],
  [1e6, -1e6],
  [1e-45, -1e-45],
])('numbers as large as %d and %d are taken', (a, b) => {
  expect(() => check(a, b)).not.toThrow();
});

test.each([
  1_000_000.0625,
  -1_000_000.0625,
  3e38,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
  Number.NaN,
  -Number.NaN,
])('a number of %d is refused, wherever it stands', (number) => {
  const message = `a model has ${Math.fround(number)} in array second, expected numbers within ±1000000`;
  expect(() => check(number, 1)).toThrow(message);
  expect(() => check(-1, number)).toThrow(message);
});

test('an array of another length is refused by its name', () => {
  expect(() => check(1)).toThrow('a model has an array second of length 1, expected 2');
  expect(() => check(1, 2, 3)).toThrow('a model has an array second of length 3, expected 2');
});
