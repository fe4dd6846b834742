import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { built } from '../helpers/built.ts';
import { killAll, type Served, serveBundle } from '../helpers/serve-bundle.ts';

let folder: string;
beforeAll(async () => {
  ({ folder } = await built('http'));
}, 30_000);
afterAll(killAll);

const TEXTS = Array.from(
  { length: 1000 },
  (_, i) => `A ${i % 2 ? 'lovely' : 'dull'} film, number ${i} of many.`,
);
const BATCH = JSON.stringify({ mytexts: TEXTS });
const LINES = TEXTS.map((mytext, id) => `${JSON.stringify({ mytext, id })}\n`)
  .join('')
  .repeat(5);

async function post({ port }: Served, body: string, type: string): Promise<string> {
  // Compression would start threads of its own.
  const headers = { 'content-type': type, 'accept-encoding': 'identity' };
  const reply = await fetch(`http://127.0.0.1:${port}/batch`, { method: 'POST', headers, body });
  expect(reply.status).toBe(200);
  return reply.text();
}
const postBatch = (served: Served) => post(served, BATCH, 'application/json');
const postLines = (served: Served) => post(served, LINES, 'application/x-ndjson');

async function countThreads({ child }: Served): Promise<number> {
  return Number(/Threads:\s+(\d+)/.exec(await readFile(`/proc/${child.pid}/status`, 'utf8'))![1]);
}

/** Sends streams until the threads have started that answer them. */
async function warmUp(served: Served, numWorkers: number): Promise<void> {
  const numThreads = await countThreads(served);
  if (numWorkers > 0) while ((await countThreads(served)) < numThreads + numWorkers) await postLines(served);
  for (let i = 0; i < 5; i++) await postLines(served);
}

test('a batch and a stream get the same bytes with 0, 1 and 2 workers', async () => {
  const answers = new Set<string>();
  for (const numWorkers of [0, 1, 2]) {
    const served = await serveBundle(folder, { WORKERS: String(numWorkers) });
    await warmUp(served, numWorkers);
    answers.add(JSON.stringify([await postBatch(served), await postLines(served)]));
    served.child.kill('SIGKILL');
  }
  expect(answers.size).toBe(1);
  expect(JSON.parse([...answers][0]!)[1].split('\n')).toHaveLength(5001);
});

test('a service with workers that are busy still stops within its time, and ends the stream in order', async () => {
  const served = await serveBundle(folder, { WORKERS: '2', SHUTDOWN_SECONDS: '2' });
  await warmUp(served, 2);
  const headers = { 'content-type': 'application/x-ndjson' };
  const request = httpRequest({ port: served.port, path: '/batch', method: 'POST', headers });
  request.on('error', () => {});
  const feed = async (): Promise<void> => {
    while (!request.destroyed) if (!request.write(LINES)) await once(request, 'drain');
  };
  feed().catch(() => {});
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  const start = performance.now();
  served.child.kill('SIGTERM');
  let body = '';
  for await (const chunk of response.setEncoding('utf8')) body += chunk;
  const lines = body.trimEnd().split('\n');
  expect(response.complete).toBe(true);
  expect(JSON.parse(lines.at(-1)!)).toMatchObject({
    error: { type: '/problems/unavailable', line: lines.length },
  });
  request.destroy();
  expect(await served.exit).toBe(0);
  expect(performance.now() - start).toBeLessThan(3000);
});

test('where the memory has no room for workers there are fewer, and the log says so', async () => {
  const served = await serveBundle(folder, { WORKERS: '2', MEMORY_LIMIT_MB: '192' });
  expect(served.log()).toContain('"workers":0,"wanted":2,"msg":"too little memory for all workers"');
  const numThreads = await countThreads(served);
  await postLines(served);
  expect(await countThreads(served)).toBe(numThreads);
});
