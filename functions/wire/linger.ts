import type { IncomingMessage, Server } from 'node:http';
import { Socket } from 'node:net';

/**
 * Keeps a connection open after its last response until the request is complete. Node.js would close it at once. Data
 * that still arrives would then reset the connection, and the client would lose the unread part of the response.
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
