import type { Socket } from 'node:net';
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';

/** How long requests are still accepted after the signal, until senders know that we stop, in milliseconds. */
const DRAIN_MS = 500;
/** The most connections that the operating system keeps in its queue, as Node.js asks it to. */
const MAX_QUEUED = 511;
/** How often idle connections are closed while the rest finish, in milliseconds. */
const IDLE_CHECK_MS = 100;

/**
 * Ends the process on SIGTERM and SIGINT when every request is answered. A stream may take as long as it needs, and
 * idle connections are closed. Further signals change nothing, since npm passes the terminal's Ctrl-C on a second time.
 * @param onDrain called at the signal, when the app should begin to send clients elsewhere
 */
export function stopGracefully(app: FastifyInstance, onDrain: () => void): void {
  // Node.js closes idle connections when it stops, but not those on which nothing has come yet.
  const sockets = new Set<Socket>();
  let numTaken = 0;
  app.server.on('connection', (socket) => {
    numTaken++;
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });

  let isStopping = false;
  const stop = async (signal: NodeJS.Signals): Promise<void> => {
    if (isStopping) return;
    isStopping = true;
    app.log.info({ signal }, 'stopping');
    onDrain();
    // Closing ends idle connections at once, and would reset a request that is on its way on one of them.
    await sleep(DRAIN_MS);
    await takeQueued(() => numTaken);
    const closed = app.close();
    for (const socket of sockets) if (socket.bytesRead === 0) socket.destroy();
    // A stream that began before the signal has promised to keep its connection open, and nobody closes it later.
    setInterval(() => app.server.closeIdleConnections(), IDLE_CHECK_MS);
    await closed;
    process.exit(0);
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

/**
 * Waits until the connections in the operating system's queue are accepted, since closing would reset them, with the
 * requests on them. Node.js takes one in each turn of the event loop and reads from it in the next, so under load
 * the last of fifty is taken half a second after the first.
 */
async function takeQueued(countTaken: () => number): Promise<void> {
  for (let i = 0; i < MAX_QUEUED; i++) {
    const numBefore = countTaken();
    await nextTurn();
    await nextTurn();
    if (countTaken() === numBefore) return;
  }
}
