import { expect, test } from 'vitest';
import { createRandom } from '../../../../classifier/training/index.ts';
import { sendAtRandomTimes } from '../../../../scripts/bench/load/send-at-random-times.ts';

/** At 2,000 a second, for a tenth of one. */
function arrivals(atOnce: number) {
  const start = performance.now();
  return { start, end: start + 100, perSecond: 2000, atOnce, random: createRandom(1) };
}

test('each is sent when it is due, not before', async () => {
  const waits: number[] = [];
  const numUnsent = await sendAtRandomTimes(arrivals(1000), async (due) => {
    waits.push(performance.now() - due);
  });
  expect(numUnsent).toBe(0);
  expect(Math.min(...waits)).toBeGreaterThanOrEqual(0);
  expect(Math.abs(waits.length - 200)).toBeLessThan(60); // a Poisson process: 200 ± 14
});

test('those are not sent that find as many under way as may be, and the last answer is waited for', async () => {
  let answer = () => {};
  const answered = new Promise<void>((resolve) => {
    answer = resolve;
  });
  let numSent = 0;
  let isOver = false;
  const sending = sendAtRandomTimes(arrivals(2), async () => {
    if (++numSent === 2) setTimeout(answer, 300); // when all have been due
    await answered;
    isOver = true;
  });
  const numUnsent = await sending;
  expect(isOver).toBe(true);
  expect(numSent + numUnsent).toBeGreaterThan(140);
  expect(numUnsent).toBeGreaterThan(0);
});
