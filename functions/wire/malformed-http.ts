import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { LIMITS } from '../contract/limits.ts';
import { PROBLEMS, type ProblemType, problem } from '../contract/problems.ts';
import { discard, linger } from './linger.ts';
import { afterResponses } from './open-responses.ts';
import { writeProblem } from './raw-answer.ts';

/** The problems for Node.js' error codes; any other code is `malformed-request`. */
const REFUSALS: Record<string, { type: ProblemType; detail: string }> = {
  ERR_HTTP_REQUEST_TIMEOUT: { type: 'request-timeout', detail: 'The request took too long to arrive.' },
  HPE_HEADER_OVERFLOW: {
    type: 'headers-too-large',
    detail: `The headers are too large; expected at most 16 KiB in ${LIMITS.headerFields} fields.`,
  },
  HPE_PAUSED_H2_UPGRADE: {
    type: 'malformed-request',
    detail: 'HTTP/2 is not supported; expected HTTP/1.1.',
  },
};

const refused = new WeakSet<Socket>();

/**
 * Answers bytes that are not a valid HTTP request, which never reach the app, and ends the connection. Earlier requests
 * on it are answered first, or a client would take this response for theirs.
 * @param error Node.js' error; its `reason` is a fixed phrase without any part of the request
 * @param responses the responses in flight
 * @param onRefused called after a refusal, with its status
 */
export function refuseMalformedHttp(
  error: Error & { code?: string; reason?: string },
  socket: Socket,
  responses: readonly ServerResponse[],
  onRefused: (status: number) => void,
): void {
  // An error has destroyed the connection if its client disconnected.
  if (socket.destroyed || refused.has(socket)) return;
  refused.add(socket);
  // The parser would report all that follows too, each time with a copy of it.
  socket.removeAllListeners('data');
  discard(socket);
  const { type, detail } = REFUSALS[error.code ?? ''] ?? {
    type: 'malformed-request',
    detail: `The request is not valid HTTP/1.1${error.reason ? `: ${error.reason}` : ''}.`,
  };
  const isOwn = ({ req }: ServerResponse): boolean => !req.complete;
  afterResponses(
    responses.filter((response) => !isOwn(response)),
    () => {
      if (!socket.writable) return;
      // Like Node.js itself, write nothing into a response that has already begun.
      if (!responses.find(isOwn)?.headersSent) writeProblem(socket, problem(type, detail));
      linger(socket);
      onRefused(PROBLEMS[type].status);
    },
  );
}
