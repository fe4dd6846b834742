import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';
import { METHODS } from '../contract/methods.ts';
import { type ProblemError, problem } from '../contract/problems.ts';
import { faultInHead } from './check-head.ts';
import { discard, linger } from './linger.ts';
import { afterResponses, type OpenResponses } from './open-responses.ts';
import { writeProblem } from './raw-answer.ts';
import { careForReleased } from './released-connection.ts';

const NO_TUNNEL = `CONNECT is not allowed, since this is not a proxy; expected ${METHODS}.`;

/**
 * Refuses CONNECT, once all earlier requests on its connection are answered.
 * @param onRefused called after each refusal
 */
export function refuseTunnels(
  server: Server,
  openResponses: OpenResponses,
  onRefused: (refusal: ProblemError) => void,
): void {
  server.on('connect', (request: IncomingMessage, connection) => {
    const socket = connection as Socket; // always a socket without TLS
    const earlier = openResponses(socket);
    careForReleased(socket, earlier);
    discard(socket); // what is meant for the tunnel
    afterResponses(earlier, () => {
      if (!socket.writable) return;
      const refusal = faultInHead(request) ?? problem('method-not-allowed', NO_TUNNEL);
      writeProblem(socket, refusal, refusal.type === 'method-not-allowed' ? { allow: METHODS } : {});
      linger(socket);
      onRefused(refusal);
    });
  });
}
