import { expect, test } from 'vitest';
import { keepsLimits, mediansOf, type OverloadFinding } from '../../../scripts/bench/overload.ts';

const ALONE: OverloadFinding = {
  load: 'one client',
  isOverload: false,
  goodPerSecond: 100,
  numRefused: 0,
  numFailed: 0,
  p99Ms: 2000,
};
const MANY: OverloadFinding = {
  load: '1,000 clients',
  isOverload: true,
  goodPerSecond: 95,
  goodputRatio: 0.95,
  numRefused: 1000,
  numFailed: 0,
  p99Ms: 600,
  livenessP99Ms: 100,
};

test('a slow answer to a client alone keeps the limits, a refusal does not', () => {
  expect(keepsLimits(ALONE)).toBe(true);
  expect(keepsLimits({ ...ALONE, numRefused: 1 })).toBe(false);
});

test.each([
  ['refusals', {}, true],
  ['another failure than a refusal', { numFailed: 1 }, false],
  ['little goodput', { goodputRatio: 0.89 }, false],
  ['slow answers', { p99Ms: 1000 }, false],
  ['slow liveness', { livenessP99Ms: 1000 }, false],
  ['a liveness that fails', { livenessP99Ms: Number.POSITIVE_INFINITY }, false],
])('overload with %s', (_, change, isKept) => {
  expect(keepsLimits({ ...MANY, ...change })).toBe(isKept);
});

test('rounds become their medians, and a failure in one of them is none less', () => {
  const rounds = [0.85, 0.95, 0.92].map((goodputRatio, i) => ({
    ...MANY,
    goodputRatio,
    numFailed: i === 0 ? 1 : 0,
  }));
  expect(mediansOf(rounds)).toEqual({ ...MANY, goodputRatio: 0.92, numFailed: 1 });
});
