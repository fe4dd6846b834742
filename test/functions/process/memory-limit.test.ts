import { expect, test } from 'vitest';
import { budgetBytes, readMemoryLimits } from '../../../functions/process/memory-limit.ts';

const MIB = 2 ** 20;

test('a container of 192 MB with a heap of half of it leaves requests 38 MB', () => {
  const limits = { totalBytes: 192 * MIB, heapBytes: 96 * MIB };
  expect(budgetBytes(undefined, limits) / MIB).toBeCloseTo(38.4);
});

test('the smaller of container and heap counts', () => {
  const whole = budgetBytes(undefined, { totalBytes: 192 * MIB, heapBytes: 96 * MIB });
  expect(budgetBytes(undefined, { totalBytes: 192 * MIB, heapBytes: 4096 * MIB })).toBe(whole);
  expect(budgetBytes(undefined, { totalBytes: 4096 * MIB, heapBytes: 96 * MIB })).toBe(whole);
});

test('a limit that is set counts in place of both', () => {
  const limits = { totalBytes: 4096 * MIB, heapBytes: 2048 * MIB };
  expect(budgetBytes(128, limits)).toBe(
    budgetBytes(undefined, { totalBytes: 128 * MIB, heapBytes: 64 * MIB }),
  );
});

test('the smallest container still takes one request at a time', () => {
  expect(budgetBytes(16)).toBe(6 * MIB);
});

test('the limits of this process are at most what the machine has', () => {
  const { totalBytes, heapBytes } = readMemoryLimits();
  expect(totalBytes).toBeGreaterThan(0);
  expect(Number.isFinite(totalBytes)).toBe(true);
  expect(heapBytes).toBeGreaterThan(0);
});
