import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/**
 * Cuts connections on which nothing moves, unless it is us that the client waits for: a request that came whole and
 * is not yet answered may take as long as it takes.
 */
export function cutIdleConnections(server: Server, idleMs: number): void {
  const current = new WeakMap<Socket, { request: IncomingMessage; response: ServerResponse }>();
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    current.set(request.socket, { request, response });
  });
  server.setTimeout(idleMs, (socket) => {
    const { request, response } = current.get(socket) ?? {};
    const isWaitingForUs = request?.complete && !response?.headersSent;
    if (!isWaitingForUs) socket.destroy();
  });
}
