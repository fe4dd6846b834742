import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { text as readAll } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { cutIdleConnections, setBusy } from '../../../functions/wire/idle-connections.ts';
import { appWith } from '../../helpers/inject.ts';
import { expectLastProblem, open, readAnswers } from '../../helpers/raw-http.ts';

const IDLE_MS = 200;
const HEAD = 'POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 4\r\n\r\n';

let server: Server | undefined;
afterEach(() => server?.close());

/** Connects to a server that answers as `answer` does, and sends bytes. */
async function send(bytes: string, answer: RequestListener, idleMs = IDLE_MS): Promise<Socket> {
  server = createServer(answer);
  cutIdleConnections(server, idleMs);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  socket.on('error', () => {});
  socket.write(bytes);
  return socket;
}

const answerAtOnce: RequestListener = (request, response) => {
  request.resume().on('end', () => response.end('done'));
};

test.each([
  ['nothing', ''],
  ['half a head', 'POST / HT'],
  ['half a body', `${HEAD}ab`],
])('a client that sends %s and no more is cut', async (_, bytes) => {
  const socket = await send(bytes, answerAtOnce);
  expect(await readAll(socket)).not.toContain('done');
});

test.each([
  ['half a head', 'POST / HT', ''],
  ['HTTP/0.9', 'GET /\r\n', ''],
  ['half a body', HEAD, 'ab'],
  ['half a body after a whole one', `${HEAD}abcd${HEAD}`.replaceAll('Connection: close\r\n', ''), 'ab'],
  [
    'a type that is not taken, and holds back the body',
    HEAD.replace('Host', 'Content-Type: text/plain\r\nHost'),
    '',
  ],
])('a client that sends %s and no more is told so before it is cut', async (_, bytes, rest) => {
  const app = appWith();
  cutIdleConnections(app.server, IDLE_MS);
  const socket = await open(app);
  socket.write(bytes + rest);
  const answers = readAnswers(await readAll(socket));
  expectLastProblem(answers.at(-1), 'request-timeout', 'The request took too long to arrive.');
  await app.close();
});

test.each([
  ['nothing', '', []],
  ['nothing after its answer', 'GET /health/liveness HTTP/1.1\r\nHost: a\r\n\r\n', [200]],
])('a client that sends %s is cut in silence', async (_, bytes, statuses) => {
  const app = appWith();
  cutIdleConnections(app.server, IDLE_MS);
  app.server.keepAliveTimeout = IDLE_MS;
  const socket = await open(app);
  socket.write(bytes);
  expect(readAnswers(await readAll(socket)).map(({ status }) => status)).toEqual(statuses);
  await app.close();
});

test('a client that goes on after it was cut gets nothing more, and its connection ends', async () => {
  const app = appWith();
  cutIdleConnections(app.server, IDLE_MS);
  const socket = await open(app);
  socket.allowHalfOpen = true;
  socket.write(HEAD);
  const text = await readAll(socket);
  expect(readAnswers(text)).toMatchObject([{ status: 408 }]);
  const drip = setInterval(() => socket.write('abcd'), 10);
  await new Promise((resolve) => socket.once('close', resolve));
  clearInterval(drip);
  await app.close();
});

test('a client that goes on slowly is answered, however long it takes', async () => {
  // In all it takes longer than may pass between two bytes, of which a busy machine may well take a second.
  const idleMs = 1500;
  const socket = await send(HEAD, answerAtOnce, idleMs);
  for (const byte of 'abcd') {
    await sleep(idleMs / 3);
    socket.write(byte);
  }
  expect(await readAll(socket)).toContain('done');
});

test('a client that waits for us is answered, however long we take', async () => {
  const socket = await send(`${HEAD}abcd`, (request, response) => {
    request.resume();
    setTimeout(() => response.end('done'), IDLE_MS * 3);
  });
  expect(await readAll(socket)).toContain('done');
});

test('a client that waits for us in the middle of its request is answered, and cut when we wait for it', async () => {
  const socket = await send(`${HEAD}ab`, (request, response) => {
    request.resume();
    setBusy(request, true);
    response.write('begun');
    setTimeout(() => {
      response.write('done');
      setBusy(request, false);
    }, IDLE_MS * 3);
  });
  expect(await readAll(socket)).toContain('done');
});

test('a client that does not read an answer without end is cut', async () => {
  let isCut = false;
  const socket = await send(`${HEAD}abcd`, (request, response) => {
    request.resume();
    const write = (): void => {
      while (response.write('a'.repeat(65_536)));
    };
    response.on('drain', write).on('close', () => {
      isCut = true;
    });
    write();
  });
  socket.pause();
  while (!isCut) await sleep(10);
  socket.destroy();
});
