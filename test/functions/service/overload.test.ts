import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { measureOverload, type Overload } from '../../../functions/service/overload.ts';

let overload: Overload;
afterEach(() => overload.stop());

/** Holds the event loop. */
function block(ms: number): void {
  const end = performance.now() + ms;
  while (performance.now() < end);
}

test('an idle process has hardly a delay', async () => {
  overload = measureOverload();
  await sleep(600);
  expect(overload.delayMs()).toBeLessThan(40);
});

test('an event loop held again and again has a delay, and none when that is over', async () => {
  overload = measureOverload();
  const end = performance.now() + 800;
  while (performance.now() < end) {
    block(100);
    await nextTurn();
  }
  expect(overload.delayMs()).toBeGreaterThan(50);
  await sleep(700);
  expect(overload.delayMs()).toBeLessThan(40);
});

test('one long pause is none', async () => {
  overload = measureOverload();
  await sleep(300);
  block(200);
  const seen: number[] = [];
  for (let i = 0; i < 30; i++) {
    await sleep(20);
    seen.push(overload.delayMs());
  }
  expect(Math.max(...seen)).toBeLessThan(40);
});
