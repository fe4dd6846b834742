import { expect, test } from 'vitest';
import { fitGrowth, maxGrowthMB } from '../../../../scripts/bench/soak/growth.ts';

test('memory that grows by a kilobyte a second grows by 3.6 MB an hour', () => {
  const samples = [0, 1, 2, 3, 600].map((seconds) => ({ seconds, bytes: 50e6 + 1000 * seconds }));
  const { mbPerHour, mb } = fitGrowth(samples);
  expect(mbPerHour).toBeCloseTo(3.6, 6);
  expect(mb).toBeCloseTo(0.6, 6);
});

test('garbage that comes and goes is no growth', () => {
  const samples = Array.from({ length: 1001 }, (_, i) => ({ seconds: i, bytes: 50e6 + 5e6 * (i % 2) }));
  expect(fitGrowth(samples).mb).toBeCloseTo(0, 1);
});

test('a pointer kept of each request is more than may be, in an hour at 1,000 a second', () => {
  const numRequests = 3_600_000;
  expect((8 * numRequests) / 1e6).toBeGreaterThan(maxGrowthMB(numRequests));
});

test('in a short run as much may be as garbage adds', () => {
  expect(maxGrowthMB(1000)).toBe(16);
});
