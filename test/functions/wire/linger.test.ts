import { once } from 'node:events';
import { text as readAll } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { LIMITS } from '../../../functions/contract/limits.ts';
import { appWith } from '../../helpers/inject.ts';
import { exchange, expectLastProblem, head, open, readAnswers } from '../../helpers/raw-http.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

function served() {
  const app = appWith();
  closing.push(() => app.close());
  return app;
}

const JSON_LINES = ['Host: a', 'Content-Type: application/json'];
const FAR_TOO_LARGE = 10 * LIMITS.bodyBytes;
const LAST = head('GET /health/liveness HTTP/1.1', 'Host: a', 'Connection: close');

describe('the rest of a request that is answered before its end', () => {
  test('is discarded, and its connection kept', async () => {
    const body = 'a'.repeat(FAR_TOO_LARGE);
    const request = head('POST / HTTP/1.1', ...JSON_LINES, `Content-Length: ${body.length}`) + body;
    expect(await exchange(served(), request + LAST)).toMatchObject([
      { status: 413, headers: { connection: 'keep-alive' } },
      { status: 200 },
    ]);
  });

  test('is discarded too where a stream ends with an error', async () => {
    const body = 'not compressed'.repeat(1_000_000);
    const lines = ['POST /batch HTTP/1.1', 'Host: a', 'Content-Type: application/x-ndjson'];
    const request = head(...lines, 'Content-Encoding: gzip', `Content-Length: ${body.length}`) + body;
    const socket = await open(served());
    socket.write(request + LAST);
    const text = await readAll(socket);
    expect(text).toContain('"type":"/problems/invalid-encoding"');
    expect(text.match(/HTTP\/1\.1 200/g)).toHaveLength(2);
  });

  test('is discarded before the connection closes, or its client would lose the answer', async () => {
    const body = 'a'.repeat(FAR_TOO_LARGE);
    const lines = ['POST / HTTP/1.1', 'Host: b', ...JSON_LINES, `Content-Length: ${body.length}`];
    const answers = await exchange(served(), head(...lines) + body);
    expect(answers).toHaveLength(1);
    expectLastProblem(answers[0], 'malformed-request');
  });
});

describe('a client that goes on sending', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    return () => vi.useRealTimers();
  });

  test.each([
    [
      'the rest of a request',
      head('GET /health/liveness HTTP/1.1', 'Host: a', 'Content-Length: 1000000000'),
      200,
    ],
    ['the rest of a last request', head('GET / HTTP/1.1', 'Content-Length: 1000000000'), 400],
    ['what is no HTTP', 'garbage', 400],
    ['to a tunnel', head('CONNECT a:1 HTTP/1.1', 'Host: a:1'), 405],
  ])('%s is cut half a minute after the answer', async (_, bytes, status) => {
    const socket = await open(served());
    socket.allowHalfOpen = true;
    socket.write(bytes);
    const [first] = await once(socket, 'data');
    expect(readAnswers(first.toString())).toMatchObject([{ status }]);
    let isCut = false;
    socket.resume().on('close', () => {
      isCut = true;
    });
    const send = async (): Promise<void> => {
      for (let i = 0; i < 20 && !isCut; i++) {
        await new Promise((resolve) => socket.write('a'.repeat(1000), resolve));
        await new Promise(setImmediate);
      }
    };
    vi.advanceTimersByTime(29_000);
    await send();
    expect(isCut).toBe(false);
    vi.advanceTimersByTime(1000);
    while (!isCut) await send();
  });
});
