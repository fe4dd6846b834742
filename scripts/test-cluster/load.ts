import { setTimeout as sleep } from 'node:timers/promises';
import { UsageError } from '../program/run-program.ts';
import { ask, open, StepFailure } from './cluster.ts';

/** The options of the load. */
export interface LoadOptions {
  /** The URL of the gateway. */
  url: string;
  /** The host name of the service. */
  host: string;
  /** The number of connections; each sends one request after the other. */
  connections: number;
  /** The maximum total rate per second; unlimited by default. */
  perSecond?: number;
  /** The text to send; a short one by default. */
  text?: string;
}

/** The outcome of requests. */
export interface Volume {
  answered: number;
  /** The number of requests without an answer 200: refused, broken off, or timed out. */
  lost: number;
  /** The lost requests by status; `none` if there was no answer. */
  byStatus: Record<string, number>;
}

/**
 * Sends requests while some work runs, and counts every outcome. autocannon is not used, because it silently reopens a
 * connection that was closed without an answer.
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

/**
 * Checks that no request was lost. @returns a summary of all volumes @throws StepFailure if a request was lost, or none
 * was answered
 */
export function expectNoneLost(...volumes: readonly Volume[]): string {
  const answered = volumes.reduce((sum, volume) => sum + volume.answered, 0);
  const lost = volumes.reduce((sum, volume) => sum + volume.lost, 0);
  const total = (answered + lost).toLocaleString('en');
  if (lost > 0) {
    const kinds = volumes.flatMap(({ byStatus }) => Object.entries(byStatus));
    const told = kinds.map(([status, count]) => `${count} × ${status}`).join(', ');
    throw new StepFailure(`${lost.toLocaleString('en')} of ${total} requests lost (${told})`);
  }
  if (answered === 0) throw new StepFailure('no request was answered, so nothing was tested');
  return `${total} of ${total} requests answered`;
}
