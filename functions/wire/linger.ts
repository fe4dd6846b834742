import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import type { Duplex, Readable } from 'node:stream';

/** The longest time in which data is read after the last response, in milliseconds, as in nginx by default. */
const LONGEST_MS = 30_000;

/**
 * Ends a connection after its last response, but reads and discards what its client still sends, for up to 30 seconds.
 * Data that arrives at a closed connection resets it, and the client would lose the unread part of the response.
 */
export function linger(socket: Socket): void {
  socket.end();
  discard(socket, socket);
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
      if (!request.complete) discard(request, socket);
    });
  });
}

/** Discards what is read, and closes its connection if that takes too long. */
function discard(source: Readable, socket: Duplex): void {
  source.resume();
  const timer = setTimeout(() => socket.destroy(), LONGEST_MS).unref();
  source.once('close', () => clearTimeout(timer));
}
