import type { Socket } from 'node:net';
import { PROBLEMS, type ProblemType, problem, problemDetails } from '../contract/problems.ts';

/** What Node.js could not read, by the code of its error; anything else is `malformed-request`. */
const REFUSALS: Record<string, { type: ProblemType; detail: string }> = {
  ERR_HTTP_REQUEST_TIMEOUT: { type: 'request-timeout', detail: 'The request took too long to arrive.' },
  HPE_HEADER_OVERFLOW: {
    type: 'headers-too-large',
    detail: 'The headers are too large; expected at most 16 KiB.',
  },
};
const MALFORMED = { type: 'malformed-request', detail: 'The request is not valid HTTP/1.1.' } as const;

/**
 * Answers bytes that are not an HTTP request, which never reach the app, and closes the connection.
 * @returns the status of the answer
 */
export function answerMalformedHttp(error: Error & { code?: string }, socket: Socket): number {
  const { type, detail } = REFUSALS[error.code ?? ''] ?? MALFORMED;
  const { status } = PROBLEMS[type];
  const body = JSON.stringify(problemDetails(problem(type, detail)));
  // As Node.js itself does: nothing is written into an answer that has already begun.
  const current = (socket as { _httpMessage?: { headersSent: boolean } })._httpMessage;
  if (socket.writable && !current?.headersSent) {
    socket.write(
      `HTTP/1.1 ${status} ${PROBLEMS[type].title}\r\nConnection: close\r\n` +
        `Content-Type: application/problem+json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    );
  }
  socket.destroySoon();
  return status;
}
