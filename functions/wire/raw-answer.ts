import type { Socket } from 'node:net';
import { PROBLEMS, type ProblemError, problemDetails } from '../contract/problems.ts';
import { EVERY_ANSWER } from './answer-headers.ts';

/** A problem as the bytes of an answer after which the connection closes, for what does not reach the app. */
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
