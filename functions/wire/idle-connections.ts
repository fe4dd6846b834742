import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

const busy = new WeakSet<IncomingMessage>();

/** Marks a request whose received data is being processed, so that its client waits for the server. */
export function setBusy(request: IncomingMessage, isBusy: boolean): void {
  if (isBusy) busy.add(request);
  else busy.delete(request);
}

/**
 * Closes idle connections, unless the client waits for the server; then the request may take as long as it needs.
 * Node.js grants a client that reads nothing a second period, so its connection closes within twice `idleMs`.
 * @param idleMs in milliseconds
 */
export function cutIdleConnections(server: Server, idleMs: number): void {
  const current = new WeakMap<Socket, { request: IncomingMessage; response: ServerResponse }>();
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    current.set(request.socket, { request, response });
  });
  server.setTimeout(idleMs, (socket) => {
    const { request, response } = current.get(socket) ?? {};
    const isOurTurn = request && response && (request.complete || busy.has(request));
    const hasTakenAll = response?.writableLength === 0 && !response.writableEnded;
    if (isOurTurn && hasTakenAll) socket.setTimeout(idleMs);
    else socket.destroy();
  });
}
