import type { IncomingMessage, Server } from 'node:http';
import { Socket } from 'node:net';

/**
 * Keeps a connection that ends with its answer open for the rest of the request. Node.js closes it at once, and what
 * still comes then resets it, which takes along what the client has not read of the answer.
 */
export function lingerOnClose(server: Server): void {
  server.on('request', (request: IncomingMessage) => {
    const { socket } = request;
    socket.destroySoon = () => {
      if (request.complete) Socket.prototype.destroySoon.call(socket);
      else socket.end();
    };
  });
}
