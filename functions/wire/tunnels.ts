import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { METHODS } from '../contract/methods.ts';
import { type ProblemError, problem } from '../contract/problems.ts';
import { faultInHead } from './check-head.ts';
import { writeProblem } from './raw-answer.ts';

const NO_TUNNEL = `CONNECT is not allowed, as this is no proxy; expected ${METHODS}.`;

/**
 * Refuses CONNECT, once all that came before it on its connection is answered.
 * @param onRefused told of each refusal
 */
export function refuseTunnels(server: Server, onRefused: (refusal: ProblemError) => void): void {
  const underWay = new WeakMap<Socket, Set<ServerResponse>>();
  server.on('request', ({ socket }: IncomingMessage, response: ServerResponse) => {
    const responses = underWay.get(socket) ?? new Set();
    underWay.set(socket, responses.add(response));
    response.once('close', () => responses.delete(response));
  });
  server.on('connect', (request: IncomingMessage, connection) => {
    const socket = connection as Socket; // of an HTTP server without TLS it always is one
    const responses = [...(underWay.get(socket) ?? [])];
    takeCare(socket, responses);
    const refuse = (): void => {
      if (!socket.writable) return;
      const refusal = faultInHead(request) ?? problem('method-not-allowed', NO_TUNNEL);
      writeProblem(socket, refusal, refusal.type === 'method-not-allowed' ? { allow: METHODS } : {});
      socket.end();
      onRefused(refusal);
    };
    const last = responses.at(-1);
    if (last) last.once('close', refuse);
    else refuse();
  });
}

/**
 * Does what Node.js no longer does for a connection that it has let go: otherwise an error of it would end the process,
 * it could stay open forever, and answers under way on it would stop, or never learn that their client is gone.
 */
function takeCare(socket: Socket, responses: readonly ServerResponse[]): void {
  socket.on('error', () => {}); // it closes then too
  socket.on('timeout', () => socket.destroy());
  socket.on('drain', () => responses.find(({ writableFinished }) => !writableFinished)?.emit('drain'));
  socket.on('close', () => {
    for (const response of responses) response.destroy();
  });
  // What still comes is thrown away: closing the connection under it would take our answer along.
  socket.resume();
}
