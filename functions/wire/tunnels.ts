import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { METHODS } from '../contract/methods.ts';
import { type ProblemError, problem } from '../contract/problems.ts';
import { faultInHead } from './check-head.ts';
import { writeProblem } from './raw-answer.ts';

const NO_TUNNEL = `CONNECT is not allowed, since this is not a proxy; expected ${METHODS}.`;

/**
 * Refuses CONNECT, once all earlier requests on its connection are answered.
 * @param onRefused called after each refusal
 */
export function refuseTunnels(server: Server, onRefused: (refusal: ProblemError) => void): void {
  const underWay = new WeakMap<Socket, Set<ServerResponse>>();
  server.on('request', ({ socket }: IncomingMessage, response: ServerResponse) => {
    const responses = underWay.get(socket) ?? new Set();
    underWay.set(socket, responses.add(response));
    response.once('close', () => responses.delete(response));
  });
  server.on('connect', (request: IncomingMessage, connection) => {
    const socket = connection as Socket; // always a socket without TLS
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
 * Handles the events of a connection that Node.js has released. Otherwise an error would end the process, and the
 * connection could stay open forever. Responses in flight would stall, or not notice that the client disconnected.
 */
function takeCare(socket: Socket, responses: readonly ServerResponse[]): void {
  socket.on('error', () => {}); // "close" follows
  socket.on('timeout', () => socket.destroy());
  socket.on('drain', () => responses.find(({ writableFinished }) => !writableFinished)?.emit('drain'));
  socket.on('close', () => {
    for (const response of responses) response.destroy();
  });
  // Further data is discarded. Closing the connection before it arrives would lose our response.
  socket.resume();
}
