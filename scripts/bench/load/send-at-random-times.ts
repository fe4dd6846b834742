import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import type { Random } from '../../../classifier/training/index.ts';

/** A timer wakes a process up to so much late. */
const TIMER_SLACK_MS = 2;

/** When and how often something is sent. */
interface Arrivals {
  /** On the clock of `performance.now`, in milliseconds. */
  start: number;
  end: number;
  /** How many a second, in the mean. */
  perSecond: number;
  /** The most under way at once. */
  atOnce: number;
  random: Random;
}

/**
 * Sends at random times (a Poisson process), whatever has been answered, and waits for the last answers.
 * @param sendOne sends once; given the time at which it was due, in milliseconds
 * @returns how many were not sent, since as many were under way as may be
 */
export async function sendAtRandomTimes(
  { start, end, perSecond, atOnce, random }: Arrivals,
  sendOne: (due: number) => Promise<void>,
): Promise<number> {
  const underWay = new Set<Promise<void>>();
  let numUnsent = 0;
  for (let due = start; due < end; due += (-Math.log(1 - random()) / perSecond) * 1000) {
    do {
      const leftMs = due - performance.now();
      await (leftMs > TIMER_SLACK_MS ? sleep(leftMs - TIMER_SLACK_MS) : nextTurn());
    } while (performance.now() < due);
    if (underWay.size >= atOnce) {
      numUnsent++;
      continue;
    }
    const sent = sendOne(due);
    underWay.add(sent);
    void sent.then(() => underWay.delete(sent));
  }
  await Promise.all(underWay);
  return numUnsent;
}
