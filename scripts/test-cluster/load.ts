import { setTimeout as sleep } from 'node:timers/promises';
import { UsageError } from '../program/run-program.ts';
import { ask, open, StepFailure } from './cluster.ts';

/** How requests are sent. */
export interface LoadOptions {
  /** The gateway. */
  url: string;
  /** The service that it is asked for. */
  host: string;
  /** On each of them one request follows the other. */
  connections: number;
  /** How many a second all together send at most; without it as many as are answered. */
  perSecond?: number;
  /** What they send; a short text without it. */
  text?: string;
}

/** What came of requests. */
export interface Volume {
  answered: number;
  /** Not answered with 200: refused, broken off, too late. */
  lost: number;
  /** How many of them by status; what had none is `none`. */
  byStatus: Record<string, number>;
}

/**
 * Sends requests while work goes on, with the exact count of what came of them. Not by autocannon, which opens a
 * connection again that was closed without an answer, and counts nothing.
 */
export async function duringLoad(
  { url, host, connections, perSecond, text }: LoadOptions,
  work: () => Promise<void>,
): Promise<Volume> {
  const send = open({ url }, host);
  const volume: Volume = { answered: 0, lost: 0, byStatus: {} };
  const pauseMs = perSecond === undefined ? 0 : (connections / perSecond) * 1000;
  let isDone = false;
  const sendInTurn = async () => {
    while (!isDone) {
      const status = await ask(send, text).then(
        ({ status }) => String(status),
        (error: unknown) => {
          if (error instanceof UsageError) return 'none';
          throw error;
        },
      );
      if (status === '200') volume.answered++;
      else {
        volume.lost++;
        volume.byStatus[status] = (volume.byStatus[status] ?? 0) + 1;
      }
      if (pauseMs > 0) await sleep(pauseMs);
    }
  };
  const sent = Promise.all(Array.from({ length: connections }, sendInTurn));
  try {
    await work();
  } finally {
    isDone = true;
    await sent;
  }
  return volume;
}

/** @returns the volumes together, in words @throws StepFailure where one request was lost, or none was sent */
export function expectNoneLost(...volumes: readonly Volume[]): string {
  const answered = volumes.reduce((sum, volume) => sum + volume.answered, 0);
  const lost = volumes.reduce((sum, volume) => sum + volume.lost, 0);
  const total = (answered + lost).toLocaleString('en');
  if (lost > 0) {
    const kinds = volumes.flatMap(({ byStatus }) => Object.entries(byStatus));
    const told = kinds.map(([status, count]) => `${count} × ${status}`).join(', ');
    throw new StepFailure(`${lost.toLocaleString('en')} of ${total} requests lost (${told})`);
  }
  if (answered === 0) throw new StepFailure('no request was answered, so that nothing was shown');
  return `${total} of ${total} requests answered`;
}
