import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import type { Random } from '../../../classifier/training/index.ts';

/** The maximum delay of a timer, in milliseconds. */
const TIMER_SLACK_MS = 2;

/** The arrival process of an open loop. */
interface Arrivals {
  /** The start, as of `performance.now()`, in milliseconds. */
  start: number;
  end: number;
  /** The mean rate per second. */
  perSecond: number;
  /** The maximum number of concurrent messages. */
  atOnce: number;
  random: Random;
}

/**
 * Sends at random times (a Poisson process), independently of the answers, and waits for the last answers.
 * @param sendOne sends once; its argument is the scheduled time, in milliseconds
 * @returns the number of messages not sent because the maximum was pending
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
