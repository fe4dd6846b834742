import type { Socket } from 'node:net';
import { PROBLEMS, type ProblemType, problem } from '../contract/problems.ts';
import { writeProblem } from './raw-answer.ts';

/** The problems for Node.js' error codes; any other code is `malformed-request`. */
const REFUSALS: Record<string, { type: ProblemType; detail: string }> = {
  ERR_HTTP_REQUEST_TIMEOUT: { type: 'request-timeout', detail: 'The request took too long to arrive.' },
  HPE_HEADER_OVERFLOW: {
    type: 'headers-too-large',
    detail: 'The headers are too large; expected at most 16 KiB.',
  },
};

/**
 * Answers bytes that are not a valid HTTP request, which never reach the app, and closes the connection.
 * @param error Node.js' error; its `reason` is a fixed phrase without any part of the request
 * @returns the status of the response
 */
export function answerMalformedHttp(
  error: Error & { code?: string; reason?: string },
  socket: Socket,
): number {
  const { type, detail } = REFUSALS[error.code ?? ''] ?? {
    type: 'malformed-request',
    detail: `The request is not valid HTTP/1.1${error.reason ? `: ${error.reason}` : ''}.`,
  };
  // Like Node.js itself, write nothing into a response that has already begun.
  const current = (socket as { _httpMessage?: { headersSent: boolean } })._httpMessage;
  if (socket.writable && !current?.headersSent) writeProblem(socket, problem(type, detail));
  socket.destroySoon();
  return PROBLEMS[type].status;
}
