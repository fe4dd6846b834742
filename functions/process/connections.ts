import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** The connections of a server. */
export interface Connections {
  /** How many were accepted since the start. */
  numAccepted(): number;
  /** Closes those on which nothing has come for so long, in milliseconds, since the last answer or at all. */
  closeIdle(idleMs: number): void;
  /** Closes all, whatever is under way on them. */
  closeAll(): void;
}

/**
 * Follows the connections of a server. Node.js' own `closeIdleConnections` passes over those on which nothing has come
 * yet, and cuts answers that are written but not taken.
 */
export function followConnections(server: Server): Connections {
  const open = new Map<Socket, { numUnderWay: number; bytesRead: number; since: number }>();
  let numAccepted = 0;
  server.on('connection', (socket) => {
    numAccepted++;
    open.set(socket, { numUnderWay: 0, bytesRead: 0, since: performance.now() });
    socket.once('close', () => open.delete(socket));
  });
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const { socket } = request;
    const connection = open.get(socket);
    if (!connection) return;
    // An answer may end before its request.
    for (const message of [request, response]) {
      connection.numUnderWay++;
      message.once('close', () => {
        connection.numUnderWay--;
        connection.bytesRead = socket.bytesRead;
        connection.since = performance.now();
      });
    }
  });
  return {
    numAccepted: () => numAccepted,
    closeIdle(idleMs) {
      for (const [socket, { numUnderWay, bytesRead, since }] of open) {
        const isIdle = numUnderWay === 0 && socket.bytesRead === bytesRead;
        if (isIdle && performance.now() - since >= idleMs) socket.destroy();
      }
    },
    closeAll() {
      for (const socket of open.keys()) socket.destroy();
    },
  };
}
