import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import closeWithGrace from 'close-with-grace';
import type { FastifyInstance } from 'fastify';

/** How long requests are still taken after the signal, until whoever sends them knows that we stop. */
const DRAIN_MS = 500;
/** How long after the signal the process ends, whatever its clients are still doing. */
const STOP_LIMIT_MS = 10_000;

/**
 * Ends the process on SIGTERM and SIGINT (as on an error that nobody caught) when every request is answered.
 * @param onDrain called at the signal, when the app should begin to turn clients away
 */
export function stopGracefully(app: FastifyInstance, onDrain: () => void): void {
  // Node.js closes idle connections when it stops, but not those on which no request has come yet.
  const unused = new Set<Socket>();
  app.server.on('connection', (socket) => {
    unused.add(socket);
    socket.once('close', () => unused.delete(socket));
  });
  app.server.on('request', ({ socket }) => unused.delete(socket));

  closeWithGrace({ delay: STOP_LIMIT_MS, logger: app.log }, async ({ err, signal }) => {
    if (err) app.log.fatal({ err }, 'stopping');
    else app.log.info({ signal }, 'stopping');
    onDrain();
    // Closing ends idle connections at once, and would reset a request that is on its way on one of them.
    await sleep(DRAIN_MS);
    const closed = app.close();
    for (const socket of unused) socket.destroy();
    await closed;
  });
}
