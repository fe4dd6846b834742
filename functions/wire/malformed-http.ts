import type { Socket } from 'node:net';
import { PROBLEMS, type ProblemType, problem } from '../contract/problems.ts';
import { writeProblem } from './raw-answer.ts';

/** What Node.js could not read, by the code of its error; anything else is `malformed-request`. */
const REFUSALS: Record<string, { type: ProblemType; detail: string }> = {
  ERR_HTTP_REQUEST_TIMEOUT: { type: 'request-timeout', detail: 'The request took too long to arrive.' },
  HPE_HEADER_OVERFLOW: {
    type: 'headers-too-large',
    detail: 'The headers are too large; expected at most 16 KiB.',
  },
};

/**
 * Answers bytes that are not an HTTP request, which never reach the app, and closes the connection.
 * @param error of Node.js; its `reason` is a fixed phrase for each fault, without anything of the request
 * @returns the status of the answer
 */
export function answerMalformedHttp(
  error: Error & { code?: string; reason?: string },
  socket: Socket,
): number {
  const { type, detail } = REFUSALS[error.code ?? ''] ?? {
    type: 'malformed-request',
    detail: `The request is not valid HTTP/1.1${error.reason ? `: ${error.reason}` : ''}.`,
  };
  // As Node.js itself does: nothing is written into an answer that has already begun.
  const current = (socket as { _httpMessage?: { headersSent: boolean } })._httpMessage;
  if (socket.writable && !current?.headersSent) writeProblem(socket, problem(type, detail));
  socket.destroySoon();
  return PROBLEMS[type].status;
}
