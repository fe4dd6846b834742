import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import type { Readable } from 'node:stream';

/** The longest time in which data is read after the last response, in milliseconds, as in nginx by default. */
const LONGEST_MS = 30_000;

/**
 * Ends a connection after its last response, and closes it once its client does so too, but at most 30 seconds later.
 * Data that arrives at a closed connection resets it, and the client would lose the unread part of the response. So it
 * must be read until then.
 */
export function linger(socket: Socket): void {
  socket.end();
  cutLater(socket, socket);
}

/**
 * Reads and discards the rest of a request that is answered before its end, for up to 30 seconds. Node.js would leave a
 * rest unread, and with it the client, or close the connection at once.
 */
export function discardRests(server: Server): void {
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const { socket } = request;
    socket.destroySoon = () => {
      if (request.complete) Socket.prototype.destroySoon.call(socket);
      else socket.end();
    };
    response.once('finish', () => {
      if (request.complete) return;
      discard(request);
      cutLater(socket, request);
    });
  });
}

/** Reads and discards data, a little in each turn of the event loop, so that a flood leaves time for other work. */
export function discard(source: Readable): void {
  source.on('data', () => {
    source.pause();
    setImmediate(() => source.resume());
  });
  source.resume();
}

/** Closes a connection, unless this source of data closes first. */
function cutLater(socket: Socket, source: Readable): void {
  const timer = setTimeout(() => socket.destroy(), LONGEST_MS).unref();
  source.once('close', () => clearTimeout(timer));
}
