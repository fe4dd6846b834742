import type { Socket } from 'node:net';
import { PROBLEMS, type ProblemError, problemDetails } from '../contract/problems.ts';
import { EVERY_ANSWER } from './answer-headers.ts';

/** Writes a problem to a socket as an HTTP response, for requests that do not reach the app. The caller closes it. */
export function writeProblem(
  socket: Socket,
  refusal: ProblemError,
  headers: Record<string, string> = {},
): void {
  const { status, title } = PROBLEMS[refusal.type];
  const body = JSON.stringify(problemDetails(refusal));
  const lines = Object.entries({
    ...headers,
    ...EVERY_ANSWER,
    'Content-Type': 'application/problem+json',
    'Content-Length': Buffer.byteLength(body),
    Date: new Date().toUTCString(),
    Connection: 'close',
  });
  socket.write(
    `HTTP/1.1 ${status} ${title}\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n${body}`,
  );
}
