import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import getPort from 'get-port';
import { expect, test } from 'vitest';

const PROGRAMS = join(import.meta.dirname, '../../../scripts/test-cluster/in-cluster');
const start = (program: string, env: Record<string, string>) =>
  spawn(process.execPath, [join(PROGRAMS, program)], { env, stdio: ['ignore', 'pipe', 'inherit'] });

test('the sender sends what was not taken again, and makes every so many poison', async () => {
  const taken = new Map<string, unknown>();
  let numRequests = 0;
  const broker = createServer(async (request, response) => {
    const body = JSON.parse(await text(request));
    // The first is answered with an error, the second not at all.
    numRequests++;
    if (numRequests === 2) return request.socket.destroy();
    if (numRequests > 2) taken.set(String(request.headers['ce-subject']), body);
    return response.writeHead(numRequests === 1 ? 500 : 202).end();
  }).listen(0, '127.0.0.1');
  await once(broker, 'listening');
  const { port } = broker.address() as AddressInfo;
  const sender = start('send-events.mjs', {
    BROKER_URL: `http://127.0.0.1:${port}`,
    COUNT: '4',
    SECONDS: '0',
    POISON_EVERY: '2',
  });
  expect(JSON.parse(await text(sender.stdout))).toEqual({ sent: 4, again: 2, refused: 0 });
  broker.close();
  expect([...taken.keys()].sort()).toEqual(['1', '2', '3', '4']);
  expect([taken.get('2'), taken.get('4')]).toEqual([{}, {}]);
  expect(taken.get('1')).toEqual({ mytext: 'A lovely film, number 1.' });
});

test('the sender tells what was refused in the end', async () => {
  const port = await getPort();
  const env = {
    BROKER_URL: `http://127.0.0.1:${port}`,
    COUNT: '1',
    SECONDS: '0',
    POISON_EVERY: '2',
    MAX_TRIES: '1',
  };
  expect(JSON.parse(await text(start('send-events.mjs', env).stdout))).toEqual({
    sent: 0,
    again: 1,
    refused: 1,
  });
});

test('the keeper writes a line for each event, answers probes, and ends by SIGTERM', async () => {
  const port = await getPort();
  const keeper = start('keep-events.mjs', { PORT: String(port) });
  const url = `http://127.0.0.1:${port}`;
  let status: number | undefined;
  while (status === undefined) {
    status = await fetch(url).then(
      (answer) => answer.status,
      () => sleep(50, undefined),
    );
  }
  expect(status).toBe(200);
  const lines = createInterface({ input: keeper.stdout });
  const line = once(lines, 'line');
  const answer = await fetch(url, { method: 'POST', headers: { 'ce-subject': '7', 'ce-type': 'a' } });
  expect(answer.status).toBe(202);
  expect(await line).toEqual(['{"subject":"7","type":"a"}']);
  keeper.kill('SIGTERM');
  expect(await once(keeper, 'exit')).toEqual([0, null]);
});
