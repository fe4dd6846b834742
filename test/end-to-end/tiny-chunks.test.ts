import { connect, type Socket } from 'node:net';
import { text as readText } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { afterAll, expect, test } from 'vitest';
import { built } from '../helpers/built.ts';
import { killAll, serveBundle } from '../helpers/serve-bundle.ts';

afterAll(killAll);

/** Sends a request as it stands, and reads until the server closes the connection. */
async function exchange(port: number, message: Buffer): Promise<string> {
  const socket: Socket = connect(port);
  socket.on('error', () => {}); // a server that is gone shows in the answer
  socket.write(message);
  return readText(socket);
}

const HEAD = 'POST /batch HTTP/1.1\r\nHost: a\r\nConnection: close\r\n';

// The server has the heap limit of a container of 192 MiB.
test('a body of 990,000 chunks of one byte is answered, and does not end the process', async () => {
  const { folder } = await built('http');
  const { port } = await serveBundle(folder, { MEMORY_LIMIT_MB: '192' });
  const body = Buffer.from(`{"mytexts":["fine"],"padding":"${'x'.repeat(990_000)}"}`);
  const chunks = Array.from(body, (byte) => `1\r\n${String.fromCharCode(byte)}\r\n`).join('');
  const head = `${HEAD}Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n`;
  const answer = await exchange(port, Buffer.from(`${head}${chunks}0\r\n\r\n`));
  expect(answer).toMatch(/^HTTP\/1\.1 200 /);
  expect((await fetch(`http://localhost:${port}/health/liveness`)).status).toBe(200);
});

test('streams of millions of blank lines in gzip end in an error, and do not end the process', async () => {
  const { folder } = await built('http');
  const { port } = await serveBundle(folder, { MEMORY_LIMIT_MB: '192' });
  const body = gzipSync('\n'.repeat(20_000_000));
  const head = `${HEAD}Content-Type: application/x-ndjson\r\nContent-Encoding: gzip\r\nContent-Length: ${body.length}\r\n\r\n`;
  const answers = await Promise.all(
    Array.from({ length: 5 }, () => exchange(port, Buffer.concat([Buffer.from(head), body]))),
  );
  for (const answer of answers)
    expect(answer).toMatch(/^HTTP\/1\.1 200 [\s\S]*body-too-large|^HTTP\/1\.1 503 /);
  expect((await fetch(`http://localhost:${port}/health/liveness`)).status).toBe(200);
});
