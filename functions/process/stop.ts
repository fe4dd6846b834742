import { Server as NetServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import type { DrainSteps } from '../service/drain.ts';
import { followConnections } from './connections.ts';

/** How often connections are looked at that were busy before, in milliseconds. */
const IDLE_CHECK_MS = 100;
/** A turn of the event loop without work, in milliseconds. */
const QUICK_TURN_MS = 1;
/** How long what was cut at the deadline has to reach the log, in milliseconds. */
const LAST_LINES_MS = 20;

/**
 * Ends the process on SIGTERM and SIGINT, within a time: at once before it listens, later when every request is
 * answered. Further signals change nothing, since npm hands the terminal's Ctrl-C on a second time.
 * @param seconds the deadline after the signal: what is incomplete then is cut
 * @param finish what is left to do when every request is answered; it must not fail
 */
export function stopGracefully(
  app: FastifyInstance,
  drain: DrainSteps,
  seconds: number,
  finish = async (): Promise<void> => {},
): void {
  const { server } = app;
  const connections = followConnections(server);
  const stop = async (signal: NodeJS.Signals): Promise<void> => {
    if (drain.isDraining()) return;
    if (!server.listening) process.exit(0);
    app.log.info({ signal, seconds }, 'stopping');
    const { drainMs, holdMs, idleMs, endingMs, cutMs } = planStop(seconds * 1000);
    setTimeout(() => drain.end(), endingMs);
    setTimeout(() => {
      connections.closeAll();
      setTimeout(() => process.exit(0), LAST_LINES_MS);
    }, cutMs);

    server.once('close', () => finish().then(() => process.exit(0))); // the port, and the last connection
    // Closing an idle connection resets a request that is on its way on it; our answers ask clients to come no more.
    drain.begin();
    await sleep(drainMs);
    // Without work between them, connections are accepted as fast as it goes.
    drain.hold();
    await closePort(server, connections.numAccepted, holdMs);
    drain.release();
    // After a look at the network, so that nothing has been waiting to be read.
    setInterval(() => setImmediate(connections.closeIdle, idleMs), IDLE_CHECK_MS);
  };
  // In this order: without a handler in between, a signal on its way would be lost.
  process.on('SIGTERM', stop).off('SIGTERM', exitAtOnce);
  process.on('SIGINT', stop).off('SIGINT', exitAtOnce);
}

/** Ends the process on SIGTERM and SIGINT until there is something to stop. */
export function stopAtOnce(): void {
  process.on('SIGTERM', exitAtOnce);
  process.on('SIGINT', exitAtOnce);
}

function exitAtOnce(): void {
  process.exit(0);
}

/** The steps of a stop in milliseconds: short ones where the whole is short. */
function planStop(deadlineMs: number) {
  const part = deadlineMs / 8;
  return {
    /** How long requests are still taken, until whoever sends them knows that we stop. */
    drainMs: Math.min(500, part),
    /** How long connections are accepted at most that the operating system keeps waiting. */
    holdMs: Math.min(1000, 2 * part),
    /** How long the next request of a connection may take, or its first. */
    idleMs: Math.min(1000, part),
    /** When what still goes on is told to end. */
    endingMs: deadlineMs - Math.min(1500, 3 * part),
    /** When what is incomplete is cut: the process has to end before the deadline. */
    cutMs: deadlineMs - Math.min(500, part),
  };
}

/**
 * Closes the port, and no connection, in a turn of the event loop in which none was waiting: closing would reset those
 * that the operating system keeps, with the requests on them. Node.js accepts one in each turn.
 */
function closePort(server: NetServer, countAccepted: () => number, limitMs: number): Promise<void> {
  const start = performance.now();
  let turnStart = start;
  let numBefore: number | undefined;
  return new Promise((resolve) => {
    const look = (): void => {
      const now = performance.now();
      const numAccepted = countAccepted();
      // During a long turn more may have come.
      const isEmpty = numAccepted === numBefore && now - turnStart < QUICK_TURN_MS;
      if (!isEmpty && now - start < limitMs) {
        turnStart = now;
        numBefore = numAccepted;
        setImmediate(look);
        return;
      }
      NetServer.prototype.close.call(server); // HTTP's own would close kept connections too
      resolve();
    };
    setImmediate(look);
  });
}
