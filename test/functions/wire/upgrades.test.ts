import { once } from 'node:events';
import { text as readAll } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test, vi } from 'vitest';
import { FAKE_RESULT } from '../../helpers/fake-classifier.ts';
import { appWith } from '../../helpers/inject.ts';
import { exchange, expectLastProblem, head, open, readAnswers } from '../../helpers/raw-http.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

function served(...options: Parameters<typeof appWith>) {
  const app = appWith(...options);
  closing.push(() => app.close());
  return app;
}

const BODY = '{"mytext":"Fine."}';
const UPGRADE = ['Connection: Upgrade, HTTP2-Settings', 'Upgrade: h2c', 'HTTP2-Settings: AAMAAABkAAQAAP__'];
const JSON_LINES = ['Host: a', 'Content-Type: application/json'];
const LENGTH = `Content-Length: ${BODY.length}`;
const POST = head('POST / HTTP/1.1', ...JSON_LINES, LENGTH) + BODY;
const LAST = head('GET /health/liveness HTTP/1.1', 'Host: a', 'Connection: close');

test.each([
  ['without a body', head('GET /health/liveness HTTP/1.1', 'Host: a', ...UPGRADE), { status: 'alive' }],
  ['with a body', head('POST / HTTP/1.1', ...JSON_LINES, ...UPGRADE, LENGTH) + BODY, FAKE_RESULT],
  [
    'with chunks',
    `${head('POST / HTTP/1.1', ...JSON_LINES, ...UPGRADE, 'Transfer-Encoding: chunked')}12\r\n${BODY}\r\n0\r\n\r\n`,
    FAKE_RESULT,
  ],
  [
    'to a web socket',
    head('GET /health/liveness HTTP/1.1', 'Host: a', 'Connection: upgrade', 'upgrade: websocket'),
    { status: 'alive' },
  ],
])('an upgrade %s is ignored, and what follows it is answered too', async (_, request, expected) => {
  for (const before of ['', POST]) {
    for (const after of ['', POST, request + request]) {
      const answers = await exchange(served(), before + request + after + LAST);
      expect(answers.map(({ status }) => status)).toEqual(Array(answers.length).fill(200));
      expect(answers.map(({ body }) => JSON.parse(body))).toEqual([
        ...(before ? [FAKE_RESULT] : []),
        expected,
        ...(after === POST ? [FAKE_RESULT] : after ? [expected, expected] : []),
        { status: 'alive' },
      ]);
    }
  }
});

test('its answer keeps the connection, for a client that asks for an upgrade once', async () => {
  const socket = await open(served());
  socket.write(head('GET /health/liveness HTTP/1.1', 'Host: a', ...UPGRADE));
  const [first] = await once(socket, 'data');
  expect(readAnswers(first.toString())).toMatchObject([
    { status: 200, headers: { connection: 'keep-alive' } },
  ]);
  socket.write(LAST);
  expect(readAnswers(await readAll(socket))).toMatchObject([{ status: 200 }]);
});

test('in pieces it is the same', async () => {
  const socket = await open(served());
  const bytes = head('POST / HTTP/1.1', ...JSON_LINES, ...UPGRADE, LENGTH) + BODY + LAST;
  const text = readAll(socket);
  for (const character of bytes) {
    socket.write(character);
    await sleep(0);
  }
  expect(readAnswers(await text)).toMatchObject([{ status: 200 }, { status: 200 }]);
});

test('an invalid head is refused as it would be without an upgrade', async () => {
  for (const lines of [['GET / HTTP/1.1'], ['GET / HTTP/1.1', 'Host: a', 'host: b']]) {
    const answers = await exchange(served(), head(...lines, ...UPGRADE));
    expect(answers).toHaveLength(1);
    expectLastProblem(answers[0], 'malformed-request');
  }
});

test('a client that ends its side at once is answered', async () => {
  const socket = await open(served());
  socket.end(head('GET /health/liveness HTTP/1.1', 'Host: a', ...UPGRADE) + POST);
  expect(readAnswers(await readAll(socket))).toMatchObject([{ status: 200 }, { status: 200 }]);
});

test('a client that is gone leaves nothing behind', async () => {
  const app = served({ memoryBytes: 8_000_000 });
  const padding = 'a'.repeat(1_000_000);
  const body = JSON.stringify({ mytexts: Array(1000).fill('Fine.'), padding });
  const batch =
    head('POST /batch HTTP/1.1', ...JSON_LINES, ...UPGRADE, `Content-Length: ${body.length}`) + body;
  for (let i = 0; i < 10; i++) {
    const socket = await open(app);
    socket.write(batch + batch);
    await sleep(20);
    socket.resetAndDestroy();
  }
  await vi.waitFor(async () => {
    const text = JSON.stringify({ mytext: 'Fine.', padding });
    const request = head('POST / HTTP/1.1', ...JSON_LINES, `Content-Length: ${text.length}`) + text;
    const [answer] = await exchange(app, request + LAST);
    expect(answer!.status).toBe(200);
  }, 10_000);
  await vi.waitFor(async () => {
    const count = await new Promise((resolve) => app.server.getConnections((_, number) => resolve(number)));
    expect(count).toBe(0);
  }, 10_000);
});

test('a thousand upgrades on one connection are answered, without a warning', async () => {
  const warned = vi.fn();
  process.on('warning', warned);
  const upgrade = head('GET /health/liveness HTTP/1.1', 'Host: a', ...UPGRADE);
  const answers = await exchange(served(), upgrade.repeat(1000) + LAST);
  expect(answers).toHaveLength(1001);
  process.off('warning', warned);
  expect(warned).not.toHaveBeenCalled();
});
