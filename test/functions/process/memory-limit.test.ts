import { expect, test } from 'vitest';
import {
  budgetBytes,
  encoderBytes,
  fitWorkers,
  readMemoryLimits,
  WORKER_BYTES,
} from '../../../functions/process/memory-limit.ts';

const MIB = 2 ** 20;

test('a container of 192 MB leaves requests 33 MB', () => {
  const limits = { totalBytes: 192 * MIB, heapBytes: 96 * MIB };
  expect(budgetBytes(undefined, 0, limits) / MIB).toBeCloseTo(32.64);
});

test('the smaller of container and heap counts', () => {
  const whole = budgetBytes(undefined, 0, { totalBytes: 192 * MIB, heapBytes: 96 * MIB });
  expect(budgetBytes(undefined, 0, { totalBytes: 192 * MIB, heapBytes: 4096 * MIB })).toBe(whole);
  expect(budgetBytes(undefined, 0, { totalBytes: 4096 * MIB, heapBytes: 86.4 * MIB })).toBe(whole);
});

test('a limit that is set counts in place of both', () => {
  expect(budgetBytes(128)).toBe(budgetBytes(undefined, 0, { totalBytes: 128 * MIB, heapBytes: 64 * MIB }));
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

test('what workers take is not left to requests', () => {
  const limits = { totalBytes: 512 * MIB, heapBytes: 256 * MIB };
  expect(budgetBytes(undefined, 2 * WORKER_BYTES, limits)).toBe(
    budgetBytes(undefined, 0, { totalBytes: 384 * MIB, heapBytes: 192 * MIB }),
  );
});

test('there are as many workers as the memory has room for, beside the heap', () => {
  expect([128, 192, 320, 512, 1024].map((limitMb) => fitWorkers(4, WORKER_BYTES, limitMb))).toEqual([
    0, 0, 1, 3, 4,
  ]);
  expect(fitWorkers(0, WORKER_BYTES, 1024)).toBe(0);
});

test('a heap that is smaller leaves more room for workers', () => {
  const totalBytes = 512 * MIB;
  expect(fitWorkers(8, WORKER_BYTES, undefined, { totalBytes, heapBytes: 256 * MIB })).toBe(3);
  expect(fitWorkers(8, WORKER_BYTES, undefined, { totalBytes, heapBytes: 96 * MIB })).toBe(5);
});

test('an encoder of 34 MB takes 129 MiB for each of its threads', () => {
  expect(encoderBytes(34e6) / MIB).toBeCloseTo(129, 0);
  const numThreads = [256, 384, 512, 768, 1024].map((limitMb) => fitWorkers(4, encoderBytes(34e6), limitMb));
  expect(numThreads).toEqual([0, 1, 1, 2, 3]);
});
