import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';

/** How long requests are still taken after the signal, until whoever sends them knows that we stop. */
const DRAIN_MS = 500;
/** How long after the signal the process ends, whatever its clients are still doing. */
const STOP_LIMIT_MS = 30_000;

/**
 * Ends the process on SIGTERM and SIGINT when every request is answered: with exit code 0, or 1 where a client took
 * too long. Further signals change nothing, since npm hands the terminal's Ctrl-C on a second time.
 * @param onDrain called at the signal, when the app should begin to turn clients away
 */
export function stopGracefully(app: FastifyInstance, onDrain: () => void): void {
  // Node.js closes idle connections when it stops, but not those on which nothing has come yet.
  const sockets = new Set<Socket>();
  app.server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });

  let isStopping = false;
  const stop = async (signal: NodeJS.Signals): Promise<void> => {
    if (isStopping) return;
    isStopping = true;
    app.log.info({ signal }, 'stopping');
    onDrain();
    setTimeout(() => {
      app.log.error('stopped with requests unanswered');
      process.exit(1);
    }, STOP_LIMIT_MS).unref();
    // Closing ends idle connections at once, and would reset a request that is on its way on one of them.
    await sleep(DRAIN_MS);
    const closed = app.close();
    for (const socket of sockets) if (socket.bytesRead === 0) socket.destroy();
    await closed;
    process.exit(0);
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}
