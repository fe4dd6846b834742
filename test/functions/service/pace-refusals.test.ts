import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { paceRefusals } from '../../../functions/service/pace-refusals.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** Refuses so many at once. @returns how many have been, by then */
function refuseMany(count: number, ending = new AbortController().signal): () => number {
  const refuseLater = paceRefusals(ending);
  let numRefused = 0;
  for (let i = 0; i < count; i++) refuseLater(() => numRefused++);
  return () => numRefused;
}

test('a lone refusal waits a second', () => {
  const countRefused = refuseMany(1);
  vi.advanceTimersByTime(999);
  expect(countRefused()).toBe(0);
  vi.advanceTimersByTime(1);
  expect(countRefused()).toBe(1);
});

test('refusals come one after another, a hundred a second', () => {
  const countRefused = refuseMany(500);
  vi.advanceTimersByTime(2000);
  expect(countRefused()).toBeGreaterThan(95);
  expect(countRefused()).toBeLessThan(105);
  vi.advanceTimersByTime(1000);
  expect(countRefused()).toBeGreaterThan(195);
  expect(countRefused()).toBeLessThan(205);
});

test('no refusal waits longer than ten seconds, however many there are', () => {
  const countRefused = refuseMany(100_000);
  vi.advanceTimersByTime(10_000);
  expect(countRefused()).toBe(100_000);
});

test('when all comes to its end, those that wait are refused, once, and later ones at once', () => {
  const ending = new AbortController();
  const countRefused = refuseMany(3, ending.signal);
  ending.abort();
  expect(countRefused()).toBe(3);
  vi.advanceTimersByTime(20_000);
  expect(countRefused()).toBe(3);
  expect(refuseMany(2, ending.signal)()).toBe(2);
});
