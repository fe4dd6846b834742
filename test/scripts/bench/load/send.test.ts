import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text as readText } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Message, postJson, postLines } from '../../../../scripts/bench/load/messages.ts';
import { send } from '../../../../scripts/bench/load/send.ts';

const MESSAGE = postJson('/', { mytext: 'good' });
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

let server: Server;
let url: string;
/** What the server has got, whole or broken off. */
let received: { headers: IncomingHttpHeaders; body: string | undefined }[];

beforeAll(async () => {
  server = createServer(async (request, response) => {
    const body = await readText(request).catch(() => undefined);
    received.push({ headers: request.headers, body });
    if (request.url === '/cut') {
      response.write('half');
      setImmediate(() => response.destroy());
    } else response.writeHead(200, { 'x-kind': 'echo' }).end(body);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});
beforeEach(() => {
  received = [];
});
afterAll(() => server.close());

test('a message is sent with its length, and its answer read to the end', async () => {
  const reply = await send(url, MESSAGE);
  expect(received).toMatchObject([{ headers: { 'content-length': '17' }, body: '{"mytext":"good"}' }]);
  expect(reply).toMatchObject({
    status: 200,
    headers: { 'x-kind': 'echo' },
    sha256: sha256('{"mytext":"good"}'),
  });
});

test('lines are sent in chunks, without a length', async () => {
  await send(url, postLines('/batch', ['good', 'bad']));
  expect(received[0]!.headers).toMatchObject({ 'transfer-encoding': 'chunked' });
  expect(received[0]!.headers).not.toHaveProperty('content-length');
  expect(received[0]!.body).toBe('{"mytext":"good","id":0}\n{"mytext":"bad","id":1}\n');
});

test('half of a body is held back until it is finished', async () => {
  const reply = await send(url, MESSAGE, { half: Promise.resolve(true) });
  expect(reply?.sha256).toBe(sha256('{"mytext":"good"}'));
});

test('or broken off, and then has no answer', async () => {
  expect(await send(url, MESSAGE, { half: Promise.resolve(false) })).toBeUndefined();
});

test('a client that leaves in the answer has none', async () => {
  expect(await send(url, MESSAGE, { isAnswerCut: true })).toBeUndefined();
  expect(received).toHaveLength(1);
});

test('an answer that breaks off is an error', async () => {
  const message: Message = { ...MESSAGE, path: '/cut' };
  await expect(send(url, message)).rejects.toThrow('aborted');
});
