import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** The open connections of a server. */
export interface Connections {
  /** Returns the number of connections accepted since the start. */
  numAccepted(): number;
  /**
   * Closes connections that have been idle for `idleMs` milliseconds, since they opened or since the last response.
   * @param most the number to close
   * @returns how many were closed
   */
  closeIdle(idleMs: number, most: number): number;
  /** Closes all connections, even those with requests in flight. */
  closeAll(): void;
}

/**
 * Tracks the connections of a server. Node.js' own `closeIdleConnections` skips connections that have received nothing
 * yet. It also cuts off responses that are written but not yet read.
 */
export function followConnections(server: Server): Connections {
  const open = new Map<Socket, { numUnderWay: number; bytesRead: number; since: number }>();
  let numAccepted = 0;
  server.on('connection', (socket) => {
    if (open.has(socket)) return; // it comes back after an ignored upgrade
    numAccepted++;
    open.set(socket, { numUnderWay: 0, bytesRead: 0, since: performance.now() });
    socket.once('close', () => open.delete(socket));
  });
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const { socket } = request;
    const connection = open.get(socket);
    if (!connection) return;
    // A response may end before its request.
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
    closeIdle(idleMs, most) {
      let numClosed = 0;
      for (const [socket, { numUnderWay, bytesRead, since }] of open) {
        const isIdle = numUnderWay === 0 && socket.bytesRead === bytesRead && !socket.destroyed;
        if (!isIdle || performance.now() - since < idleMs) continue;
        socket.destroy();
        numClosed++;
        if (numClosed === most) break;
      }
      return numClosed;
    },
    closeAll() {
      for (const socket of open.keys()) socket.destroy();
    },
  };
}
