import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, expect, test } from 'vitest';
import { built } from '../helpers/built.ts';
import { killAll, serveBundle } from '../helpers/serve-bundle.ts';

const NUM_CONNECTIONS = 1000;
const PIPELINE_BYTES = 65_536;

afterAll(killAll);

test('a thousand connections full of pipelined requests do not end the process', async () => {
  const { folder } = await built('http');
  const { port } = await serveBundle(folder, { MEMORY_LIMIT_MB: '192' });
  const body = '{"mytext":"Fine."}';
  const head = `POST / HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n`;
  const requests = (head + body).repeat(PIPELINE_BYTES / (head + body).length);
  const sockets = await Promise.all(
    Array.from({ length: NUM_CONNECTIONS }, async () => {
      const socket = connect(port, '127.0.0.1').on('error', () => {});
      await once(socket, 'connect');
      return socket;
    }),
  );
  const answered = sockets.map(async (socket) => {
    socket.write(requests);
    const [first] = await once(socket, 'data');
    return first.toString();
  });
  const answers = await Promise.all(answered);
  for (const answer of answers) expect(answer).toMatch(/^HTTP\/1\.1 (200|503) /);
  // What waits is bounded, and a client whose requests do not fit is told that it must send them again.
  expect(answers.some((answer) => /^connection: close\r$/im.test(answer))).toBe(true);
  for (const socket of sockets) socket.destroy();
  expect((await fetch(`http://localhost:${port}/health/liveness`)).status).toBe(200);
});
