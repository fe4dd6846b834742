import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

const busy = new WeakSet<IncomingMessage>();

/** Tells whether we are at work on what has come of a request that goes on, so that its client waits for us. */
export function setBusy(request: IncomingMessage, isBusy: boolean): void {
  if (isBusy) busy.add(request);
  else busy.delete(request);
}

/**
 * Cuts connections on which nothing moves, unless it is us that the client waits for: then a request may take as long
 * as it takes. Node.js looks at a client that takes nothing a second time, so that one is cut within twice as long.
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
