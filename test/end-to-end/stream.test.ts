import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, expect, test } from 'vitest';
import { build } from '../../scripts/bundle/build-function.ts';
import { killAll, serveBundle } from '../helpers/serve-bundle.ts';

const NUM_LINES = 200_000;
const scratch = await mkdtemp(join(tmpdir(), 'movie-sentiment-'));
afterAll(async () => {
  killAll();
  await rm(scratch, { recursive: true });
});

test('200,000 lines are answered in order within 300 MB, to a client that reads slowly', {
  timeout: 300_000,
}, async () => {
  const folder = join(scratch, 'http');
  await build({ model: 'linear', folder });
  const { port, child } = await serveBundle(folder);
  const request = httpRequest({
    port,
    path: '/batch',
    method: 'POST',
    headers: { 'content-type': 'application/x-ndjson' },
  });
  void writeLines(request);
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  let next = 0;
  for await (const line of createInterface(response)) {
    if (next % 5000 === 0) await sleep(20);
    const { id, label } = JSON.parse(line);
    if (id !== next || !(label >= 0)) expect(line).toBe(`the result of line ${next}`);
    next++;
  }
  expect(next).toBe(NUM_LINES);
  const peakKB = /VmHWM:\s+(\d+)/.exec(await readFile(`/proc/${child.pid}/status`, 'utf8'))?.[1];
  expect((Number(peakKB) * 1024) / 1e6).toBeLessThan(300);
});

async function writeLines(request: ReturnType<typeof httpRequest>): Promise<void> {
  for (let id = 0; id < NUM_LINES; id++) {
    const line = JSON.stringify({ mytext: `A good film, and number ${id} of many.`, id });
    if (!request.write(`${line}\n`)) await once(request, 'drain');
  }
  request.end();
}
