import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { text as readAll } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test, vi } from 'vitest';
import { followResponses } from '../../../functions/wire/open-responses.ts';
import { refuseTunnels } from '../../../functions/wire/tunnels.ts';
import { FAKE_RESULT } from '../../helpers/fake-classifier.ts';
import { appWith } from '../../helpers/inject.ts';
import { exchange, expectLastProblem, head, open } from '../../helpers/raw-http.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

function served(...options: Parameters<typeof appWith>) {
  const app = appWith(...options);
  closing.push(() => app.close());
  return app;
}

const CONNECT = head('CONNECT example.com:443 HTTP/1.1', 'Host: example.com:443');
const DETAIL = 'CONNECT is not allowed, since this is not a proxy; expected GET, HEAD, POST, OPTIONS.';

function post(body: object, path = '/'): string {
  const json = JSON.stringify(body);
  const lines = [`POST ${path} HTTP/1.1`, 'Host: a', 'Content-Type: application/json'];
  return head(...lines, `Content-Length: ${json.length}`) + json;
}

/** A server that answers as `answer` does. */
async function serve(answer: RequestListener) {
  const server = createServer(answer);
  const refused = vi.fn();
  refuseTunnels(server, followResponses(server), refused);
  closing.push(() => server.close());
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  return { server, refused, open: () => connect(port, '127.0.0.1').on('error', () => {}) };
}

test('CONNECT is refused with the methods that are allowed, and its connection ends', async () => {
  const lines: string[] = [];
  const app = served({ logger: { stream: { write: (line) => lines.push(line) } } });
  for (const rest of ['', 'a tunnel that was not waited for '.repeat(10_000)]) {
    const answers = await exchange(app, CONNECT + rest);
    expect(answers).toHaveLength(1);
    expectLastProblem(answers[0], 'method-not-allowed', DETAIL);
    expect(answers[0]!.headers.allow).toBe('GET, HEAD, POST, OPTIONS');
  }
  expect(JSON.parse(lines.at(-1)!)).toMatchObject({
    method: 'CONNECT',
    status: 405,
    problem: 'method-not-allowed',
  });
});

test('CONNECT without a host, or with two, is refused for that', async () => {
  for (const hosts of [[], ['Host: a', 'host: a']]) {
    const answers = await exchange(served(), head('CONNECT a:443 HTTP/1.1', ...hosts));
    expectLastProblem(answers[0], 'malformed-request');
    expect(answers[0]!.headers).not.toHaveProperty('allow');
  }
});

test('what came before CONNECT on its connection is answered first', async () => {
  const answers = await exchange(served(), post({ mytext: 'One.' }) + post({ mytext: 2 }) + CONNECT);
  expect(answers.map(({ status }) => status)).toEqual([200, 400, 405]);
  expect(JSON.parse(answers[0]!.body)).toEqual(FAKE_RESULT);
});

test('an answer before it goes on however slowly it is read', async () => {
  const { open } = await serve((_request, response) => {
    let numLeft = 200;
    const write = (): void => {
      while (numLeft > 0) {
        numLeft--;
        if (!response.write('a'.repeat(65_536))) return;
      }
      response.end();
    };
    response.on('drain', write);
    write();
  });
  const socket = open();
  socket.write(head('GET / HTTP/1.1', 'Host: a') + CONNECT);
  await once(socket, 'readable');
  await sleep(200); // until the network takes no more
  const text = await readAll(socket);
  expect(text.length).toBeGreaterThan(200 * 65_536);
  expect(text).toContain(DETAIL);
});

test('answers before it learn when their client is gone, and give their memory back', async () => {
  const mytexts = ['Fine.'];
  const app = served({ memoryBytes: 8_000_000 });
  const padding = 'a'.repeat(1_000_000);
  for (let i = 0; i < 10; i++) {
    const socket = await open(app);
    // The second answer waits for the first, and so is on no connection.
    socket.write(
      post({ mytexts: Array(1000).fill('Fine.') }, '/batch') + post({ mytexts, padding }, '/batch') + CONNECT,
    );
    await sleep(20);
    socket.destroy();
  }
  await vi.waitFor(async () => {
    const [answer] = await exchange(app, post({ mytext: 'Fine.', padding }) + CONNECT);
    expect(answer!.status).toBe(200);
  }, 10_000);
});

test('a client that resets the connection takes nothing else along', async () => {
  const { refused, open } = await serve((_request, response) => {
    setTimeout(() => response.end('done'), 50);
  });
  for (const before of ['', head('GET / HTTP/1.1', 'Host: a')]) {
    const socket = open();
    await once(socket, 'connect');
    socket.write(before + CONNECT);
    await sleep(20);
    socket.resetAndDestroy();
  }
  await sleep(100);
  expect(refused).toHaveBeenCalledTimes(1);
  const socket = open();
  socket.write(CONNECT);
  expect(await readAll(socket)).toContain(DETAIL);
});

test('a client that neither closes its connection nor sends anything is cut', async () => {
  const { server, open } = await serve((_request, response) => response.end());
  server.setTimeout(100);
  const socket = open();
  socket.allowHalfOpen = true;
  socket.write(CONNECT);
  expect(await readAll(socket)).toContain(DETAIL);
  await vi.waitFor(async () => {
    const count = await new Promise((resolve) => server.getConnections((_error, number) => resolve(number)));
    expect(count).toBe(0);
  }, 5000);
  socket.destroy();
});
