import type { Socket } from 'node:net';
import { expect, test } from 'vitest';
import { answerMalformedHttp } from '../../../functions/wire/malformed-http.ts';

/** A socket that only remembers what is done to it. */
function fakeSocket(state: { writable: boolean; _httpMessage?: { headersSent: boolean } }) {
  const done: string[] = [];
  const socket = {
    ...state,
    write: (bytes: string) => done.push(bytes),
    destroySoon: () => done.push('closed'),
  };
  return { socket: socket as unknown as Socket, done };
}

function answer(code: string, state: Parameters<typeof fakeSocket>[0]) {
  const { socket, done } = fakeSocket(state);
  return { status: answerMalformedHttp(Object.assign(new Error('parse error'), { code }), socket), done };
}

test.each([
  ['HPE_INVALID_METHOD', 400, 'malformed-request'],
  ['HPE_HEADER_OVERFLOW', 431, 'headers-too-large'],
  ['ERR_HTTP_REQUEST_TIMEOUT', 408, 'request-timeout'],
])('%s is answered with %d before the connection closes', (code, status, type) => {
  const reply = answer(code, { writable: true });
  expect(reply.status).toBe(status);
  expect(reply.done).toEqual([expect.stringContaining(`HTTP/1.1 ${status} `), 'closed']);
  const [head = '', body = ''] = reply.done[0]!.split('\r\n\r\n');
  expect(head).toContain(`Content-Length: ${body.length}`);
  expect(head).toContain('x-content-type-options: nosniff');
  expect(head).toMatch(/Date: .+ GMT\r\n/);
  expect(JSON.parse(body)).toMatchObject({ type: `/problems/${type}`, status });
});

test('the answer says what was wrong, where Node.js knows it', () => {
  const { socket, done } = fakeSocket({ writable: true });
  const reason = 'Invalid method encountered';
  answerMalformedHttp(
    Object.assign(new Error('parse error'), { code: 'HPE_INVALID_METHOD', reason }),
    socket,
  );
  expect(done[0]).toContain('"detail":"The request is not valid HTTP/1.1: Invalid method encountered."');
  expect(answer('HPE_INTERNAL', { writable: true }).done[0]).toContain('valid HTTP/1.1."');
});

test('an answer that has begun is not written into', () => {
  expect(
    answer('HPE_INVALID_CHUNK_SIZE', { writable: true, _httpMessage: { headersSent: true } }).done,
  ).toEqual(['closed']);
  expect(
    answer('HPE_INVALID_CHUNK_SIZE', { writable: true, _httpMessage: { headersSent: false } }).done,
  ).toHaveLength(2);
});

test('a connection that the client has left is only closed', () => {
  expect(answer('ECONNRESET', { writable: false }).done).toEqual(['closed']);
});
