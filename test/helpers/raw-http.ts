import { once } from 'node:events';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { text as readAll } from 'node:stream/consumers';
import type { FastifyInstance } from 'fastify';
import { expect } from 'vitest';
import { PROBLEMS, type ProblemType } from '../../functions/contract/problems.ts';

/** An answer as it came over a connection. */
export interface RawAnswer {
  status: number;
  /** By their names in lower case. */
  headers: Record<string, string>;
  body: string;
}

/** Opens a connection to an app, which begins to listen where it does not yet. */
export async function open(app: FastifyInstance): Promise<Socket> {
  if (!app.server.listening) await app.listen({ port: 0, host: '127.0.0.1' });
  const socket = connect((app.server.address() as AddressInfo).port, '127.0.0.1');
  socket.on('error', () => {}); // what came until then counts
  await once(socket, 'connect');
  return socket;
}

/** Sends the very bytes to an app, and gives all answers that come until it closes the connection. */
export async function exchange(app: FastifyInstance, bytes: string | Uint8Array): Promise<RawAnswer[]> {
  const socket = await open(app);
  socket.write(bytes);
  return readAnswers(await readAll(socket));
}

/** The answers in what came over a connection, none of them chunked. */
export function readAnswers(text: string): RawAnswer[] {
  return text
    .split(/(?=HTTP\/1\.1 \d{3} )/)
    .filter((part) => part !== '')
    .map((part) => {
      const [head = '', body = ''] = part.split('\r\n\r\n');
      const [statusLine = '', ...lines] = head.split('\r\n');
      const headers = lines.map((line) => {
        const [name = '', value = ''] = line.split(': ');
        return [name.toLowerCase(), value];
      });
      return { status: Number(statusLine.split(' ')[1]), headers: Object.fromEntries(headers), body };
    });
}

/** The bytes of a request without a body, by its lines. */
export function head(...lines: string[]): string {
  return `${lines.join('\r\n')}\r\n\r\n`;
}

/** Expects problem details after which the connection closes, which the answer says. */
export function expectLastProblem(answer: RawAnswer | undefined, type: ProblemType, detail?: string): void {
  expect(answer).toMatchObject({
    status: PROBLEMS[type].status,
    headers: {
      'content-type': 'application/problem+json',
      'x-content-type-options': 'nosniff',
      connection: 'close',
      date: expect.any(String),
    },
  });
  expect(JSON.parse(answer!.body)).toEqual({
    type: `/problems/${type}`,
    ...PROBLEMS[type],
    detail: detail ?? expect.any(String),
  });
}
