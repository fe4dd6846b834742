import { setTimeout as sleep } from 'node:timers/promises';
import type { Message } from '../load/messages.ts';
import { type Manner, type Reply, send } from '../load/send.ts';
import { countReply, type Tally } from '../load/tally.ts';

/** The time for which half of a body is held back, or an answer is not read, in milliseconds. */
const HELD_MS = 2000;

/** A message that is sent many times at once. */
export interface Phase {
  url: string;
  message: Message;
  /** The right answer. */
  reference: Reply;
  /** The number of concurrent messages. */
  atOnce: number;
  tally: Tally;
}

/** Sends a message many times at once. */
export async function sendAtOnce(phase: Phase): Promise<void> {
  await sendAll(phase, () => ({}));
}

/** Sends half of a message many times at once. After a while every second one is completed, and the rest broken off. */
export async function sendInHalves(phase: Phase): Promise<void> {
  await sendAll(phase, (i) => ({ half: sleep(HELD_MS, i % 2 === 0) }));
}

/** Sends a message many times at once, and does not read the answers for a while. */
export async function readSlowly(phase: Phase): Promise<void> {
  await sendAll(phase, () => ({ pauseMs: HELD_MS }));
}

async function sendAll(
  { url, message, reference, atOnce, tally }: Phase,
  mannerOf: (i: number) => Manner,
): Promise<void> {
  await Promise.all(
    Array.from({ length: atOnce }, (_, i) => countReply(tally, reference, send(url, message, mannerOf(i)))),
  );
}
