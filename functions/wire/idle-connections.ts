import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

const busy = new WeakSet<IncomingMessage>();

/** Marks a request whose received data is being processed, so that its client waits for the server. */
export function setBusy(request: IncomingMessage, isBusy: boolean): void {
  if (isBusy) busy.add(request);
  else busy.delete(request);
}

/** The error that Node.js itself reports for a request that takes too long in all. */
const TIMED_OUT = Object.assign(new Error('Request timeout'), { code: 'ERR_HTTP_REQUEST_TIMEOUT' });

/**
 * Closes idle connections, unless the client waits for the server; then the request may take as long as it needs.
 * Node.js grants a client that reads nothing a second period, so its connection closes within twice `idleMs`. A request
 * that has stalled is reported as a `clientError` first, so that its client gets a response.
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
    if (isOurTurn && hasTakenAll) {
      socket.setTimeout(idleMs);
      return;
    }
    const hasStalled = request ? !request.complete && !response?.headersSent : socket.bytesRead > 0;
    const isAnswered = hasStalled && socket.writable && server.emit('clientError', TIMED_OUT, socket);
    if (!isAnswered) socket.destroy();
  });
}
