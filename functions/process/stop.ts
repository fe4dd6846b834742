import { Server as NetServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import type { DrainSteps } from '../service/drain.ts';
import { type Connections, followConnections } from './connections.ts';

/** The interval between checks for idle connections, in milliseconds. */
const IDLE_CHECK_MS = 100;
/** The number of idle connections that are closed in one turn of the event loop. */
const CLOSED_PER_TURN = 10;
/** The longest turn of the event loop that counts as idle, in milliseconds. */
const QUICK_TURN_MS = 1;
/** The time for the log lines of requests that are cut off at the deadline, in milliseconds. */
const LAST_LINES_MS = 20;

/**
 * Shuts down on SIGTERM and SIGINT: at once before the server listens, afterwards once every request is answered.
 * Further signals are ignored, since npm forwards the terminal's Ctrl-C a second time.
 * @param seconds the deadline after the signal; open connections are then closed
 * @param finish called once every request is answered; it must not fail
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

    server.once('close', () => finish().then(() => process.exit(0))); // when the port and all connections are closed
    // Closing an idle connection would reset a request in flight, so responses ask clients to close it instead.
    drain.begin();
    await sleep(drainMs);
    // Requests are held so that pending connections are accepted as fast as possible.
    drain.hold();
    await closePort(server, connections.numAccepted, holdMs);
    drain.release();
    setInterval(() => closeIdle(connections, idleMs), IDLE_CHECK_MS);
  };
  // In this order, so that there is always a handler and no signal is lost.
  process.on('SIGTERM', stop).off('SIGTERM', exitAtOnce);
  process.on('SIGINT', stop).off('SIGINT', exitAtOnce);
}

/** Exits at once on SIGTERM and SIGINT, until `stopGracefully` takes over. */
export function stopAtOnce(): void {
  process.on('SIGTERM', exitAtOnce);
  process.on('SIGINT', exitAtOnce);
}

function exitAtOnce(): void {
  process.exit(0);
}

/** The steps of a shutdown, in milliseconds. They are shorter if the deadline is short. */
function planStop(deadlineMs: number) {
  const part = deadlineMs / 8;
  return {
    /** How long new requests are accepted after the signal, until load balancers notice that readiness fails. */
    drainMs: Math.min(500, part),
    /** The longest time for accepting connections from the operating system's backlog. */
    holdMs: Math.min(1000, 2 * part),
    /** How long a connection may be idle before it is closed. */
    idleMs: Math.min(1000, part),
    /** When streams and long jobs are told to end, after the signal. */
    endingMs: deadlineMs - Math.min(2000, 3 * part),
    /** When all connections are closed, after the signal. The process must exit before the deadline. */
    cutMs: deadlineMs - Math.min(500, part),
  };
}

/**
 * Closes idle connections, a few per turn of the event loop, as long as its turns are quick. In a long turn requests may
 * have arrived that are not read yet, and closing their connections would reset them.
 */
function closeIdle(connections: Connections, idleMs: number): void {
  let turnStart = performance.now();
  const look = (): void => {
    if (performance.now() - turnStart >= QUICK_TURN_MS) return;
    if (connections.closeIdle(idleMs, CLOSED_PER_TURN) < CLOSED_PER_TURN) return;
    turnStart = performance.now();
    setImmediate(look);
  };
  setImmediate(look);
}

/**
 * Closes the port but no connection, once the operating system's backlog is empty. Closing earlier would reset the
 * connections in the backlog, with their requests. Node.js accepts one connection per turn of the event loop.
 */
function closePort(server: NetServer, countAccepted: () => number, limitMs: number): Promise<void> {
  const start = performance.now();
  let turnStart = start;
  let numBefore: number | undefined;
  return new Promise((resolve) => {
    const look = (): void => {
      const now = performance.now();
      const numAccepted = countAccepted();
      // More connections may have arrived during a long turn.
      const isEmpty = numAccepted === numBefore && now - turnStart < QUICK_TURN_MS;
      if (!isEmpty && now - start < limitMs) {
        turnStart = now;
        numBefore = numAccepted;
        setImmediate(look);
        return;
      }
      NetServer.prototype.close.call(server); // the HTTP server's own `close` would close keep-alive connections too
      resolve();
    };
    setImmediate(look);
  });
}
