import { once } from 'node:events';
import { Agent, request as httpRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import { connect, type Socket } from 'node:net';
import { text as readAll } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { built } from '../helpers/built.ts';
import { killAll, runBundle, type Served, serveBundle } from '../helpers/serve-bundle.ts';

const SECONDS = 2;
let folder: string;

beforeAll(async () => {
  ({ folder } = await built('http'));
}, 30_000);
afterAll(killAll);

function serve(seconds = SECONDS): Promise<Served> {
  return serveBundle(folder, { SHUTDOWN_SECONDS: String(seconds) });
}

/** Sends the signal, and waits until the stop has begun. */
async function stop({ child, log }: Served): Promise<void> {
  child.kill('SIGTERM');
  while (!log().includes('"stopping"')) await sleep(5);
}

/** Opens a connection that may be reset. */
async function open(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1').on('error', () => {});
  await once(socket, 'connect');
  return socket;
}

/** A stream whose lines the caller writes, and its answer line by line. */
async function openStream(port: number, options: RequestOptions = {}) {
  const headers = { 'content-type': 'application/x-ndjson' };
  const request = httpRequest({ port, path: '/batch', method: 'POST', headers, ...options });
  request.on('error', () => {}); // once it is answered nobody takes the rest
  request.write('{"mytext":"First."}\n');
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  const lines = readAll(response).then((text) => {
    expect(response.complete).toBe(true);
    expect(text.endsWith('\n')).toBe(true);
    return text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
  });
  return { request, lines };
}

describe('the stop is bounded in time', () => {
  test.each([
    ['a header', 'GET / HTTP/1.1\r\nHost: a\r\nA: ', 'a'],
    ['a body', 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n', 'a'],
    ['a body that stands still', 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n', ''],
    [
      'line after line',
      'POST /batch HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n',
      '3\r\n{}\n\r\n',
    ],
  ])('whoever drips %s is cut', async (_, head, drop) => {
    const served = await serve();
    const socket = await open(served.port);
    socket.write(head);
    const drip = setInterval(() => socket.write(drop), 50);
    const start = performance.now();
    await stop(served);
    expect(await served.exit).toBe(0);
    clearInterval(drip);
    expect(performance.now() - start).toBeLessThan(SECONDS * 1000 + 1000);
  });

  test('whoever has ended its side is answered, and cut if it does not read', async () => {
    const served = await serve();
    // Larger than what the network takes for a client that does not read.
    const body = JSON.stringify({ mytexts: Array(1000).fill('Fine. '.repeat(150)) });
    const head = (path: string) =>
      `POST ${path} HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n`;
    const [reader, idler] = [await open(served.port), await open(served.port)];
    reader.end(`${head('/batch')}${body}`);
    idler.end(`${head('/batch?sentences=true')}${body}`);
    await once(idler, 'readable');
    await once(reader, 'readable');
    const answer = readAll(reader);
    const start = performance.now();
    await stop(served);
    expect((await answer).endsWith('\r\n0\r\n\r\n')).toBe(true);
    expect(await served.exit).toBe(0);
    expect(performance.now() - start).toBeLessThan(SECONDS * 1000 + 1000);
    idler.destroy();
  });

  test('whoever asks without end on kept connections is answered to the last request', async () => {
    const served = await serve(8);
    const statuses = new Set<number>();
    // Each with a connection of its own, on which the server has the last word.
    const ask = async (path: string, body: object) => {
      const agent = new Agent({ keepAlive: true, maxSockets: 1 });
      const headers = { 'content-type': 'application/json' };
      for (;;) {
        const request = httpRequest({ port: served.port, path, method: 'POST', headers, agent });
        request.end(JSON.stringify(body));
        try {
          const [response] = (await once(request, 'response')) as [IncomingMessage];
          JSON.parse(await readAll(response));
          statuses.add(response.statusCode!);
        } catch (error) {
          // The kernel resets the new connections that wait where a port closes; a kept one never is.
          expect(request.reusedSocket).toBe(false);
          expect((error as NodeJS.ErrnoException).code).toMatch(/^(ECONNREFUSED|ECONNRESET|EPIPE)$/);
          return;
        }
      }
    };
    const clients = [
      ...Array.from({ length: 20 }, () => ask('/', { mytext: 'Fine.' })),
      ...Array.from({ length: 4 }, () => ask('/batch', { mytexts: Array(200).fill('Fine.') })),
    ];
    await sleep(300);
    await stop(served);
    expect(await served.exit).toBe(0);
    await Promise.all(clients);
    expect([...statuses].filter((status) => status !== 503)).toEqual([200]);
  });
});

describe('a stream that goes on at the end of a stop', () => {
  test.each([
    ['that is kept', {}],
    ['that closes', { agent: false as const }],
  ])('on a connection %s ends with a line that says where to go on', async (_, options) => {
    const served = await serve();
    const { request, lines } = await openStream(served.port, options);
    const drip = setInterval(() => request.write('{"mytext":"Next."}\n{"mytext":'), 20);
    drip.unref();
    const going = setInterval(() => request.write('"Half."}\n'), 20);
    await stop(served);
    const all = await lines;
    clearInterval(drip);
    clearInterval(going);
    request.destroy();
    const { error } = all.at(-1);
    expect(error).toMatchObject({ type: '/problems/unavailable', status: 503, line: all.length });
    expect(error.detail).toBe(
      `The server is stopping after ${all.length - 1} answered lines; send those from line ${all.length} on again.`,
    );
    for (const line of all.slice(0, -1)) expect(line).toHaveProperty('sentiment');
    expect(await served.exit).toBe(0);
  });

  test('and is silent ends likewise', async () => {
    const served = await serve();
    const { lines } = await openStream(served.port);
    await stop(served);
    expect((await lines).map((line) => line.error?.line)).toEqual([undefined, 2]);
    expect(await served.exit).toBe(0);
  });
});

test('a signal at any time of the start ends it', async () => {
  for (let waitMs = 0; waitMs <= 300; waitMs += 25) {
    const { child, exit } = runBundle(folder, { PORT: '0' });
    await sleep(waitMs);
    child.kill('SIGTERM');
    // Until our first line, Node.js is ended by the signal itself.
    expect([0, null]).toContain(await exit);
  }
});
