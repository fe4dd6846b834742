import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { loadClassifier } from '../../../classifier/src/index.ts';
import type { AppOptions } from '../../../functions/app.ts';
import { createDrain } from '../../../functions/service/drain.ts';
import { appWith, inject, postJson } from '../../helpers/inject.ts';
import { workersFor } from '../../helpers/workers.ts';

/** An app with threads that are ready, or without any. */
async function openApp(size: number, numDeaths = 0, options: Partial<AppOptions> = {}) {
  const threads = workersFor(size, numDeaths);
  const log: string[] = [];
  const app = appWith({
    classifier: loadClassifier(threads.model),
    ...(size > 0 && { workers: threads.workers }),
    logger: { stream: { write: (line: string) => log.push(line) } },
    ...options,
  });
  await postJson(app, '/batch', { mytexts: MANY }); // asks for threads, and goes without
  await threads.ready();
  return { app, log, ...threads, [Symbol.asyncDispose]: () => app.close() };
}

const WORDS = ['superb', 'awful', 'nice', 'weak', '“ordinary”', 'naïve 🙂', '\ud800'];
const sentence = (i: number) => `The film ${i} is ${WORDS[i % WORDS.length]}.${' It is long.'.repeat(i % 9)}`;
const MANY = Array.from({ length: 700 }, (_, i) => sentence(i));
/** JSON in place of "DEEP": an array that is deeper than a message may be. */
const deepen = (json: string): string => json.replace('"DEEP"', '['.repeat(20_000) + ']'.repeat(20_000));
/** Texts at fault, and long ones. */
const FAULTY = [
  ...['', ' ', 5, null, true, [], {}, 'x'.repeat(20_001), 'x. '.repeat(3000), 'word '.repeat(1500)],
  'DEEP',
];
const TEXTS = MANY.flatMap((text, i) => (i % 60 === 59 ? [text, FAULTY[Math.floor(i / 60)]] : [text]));
const LINES = [
  ...TEXTS.slice(0, -1)
    .map((mytext, i) => (i % 3 === 0 ? { mytext, id: i } : { mytext }))
    .map((line) => deepen(JSON.stringify(line))),
  '',
  ' \r',
  '{',
  `{"mytext":"${'a'.repeat(70_000)}"}`,
  '{"id":{},"mytext":"a"}',
];
const BATCH = deepen(JSON.stringify({ mytexts: TEXTS }));
const STREAM = Buffer.concat([Buffer.from(LINES.join('\n')), Buffer.from('\n{"mytext":"é"}\n', 'latin1')]);
const NDJSON = { headers: { 'content-type': 'application/x-ndjson' } };

type App = Awaited<ReturnType<typeof openApp>>;
let alone: App;
let shared: App[];
beforeAll(async () => {
  alone = await openApp(0);
  shared = [await openApp(1), await openApp(2)];
});
afterAll(async () => {
  for (const { app } of [alone, ...shared]) await app.close();
});

describe.each(['', '?sentences=true', '?explain=true'])('/batch%s with workers', (query) => {
  test.each([
    ['a batch', BATCH, {}],
    ['a stream', STREAM, NDJSON],
  ])('answers %s with the same bytes as without', async (_, body, changes) => {
    const expected = await postJson(alone.app, `/batch${query}`, body, changes);
    for (const { app, numAnswers } of shared) {
      const before = numAnswers();
      const reply = await postJson(app, `/batch${query}`, body, changes);
      expect(numAnswers()).toBeGreaterThan(before + 3);
      expect(reply.statusCode).toBe(200);
      expect(reply.headers['content-type']).toBe(expected.headers['content-type']);
      expect(reply.rawPayload.equals(expected.rawPayload)).toBe(true);
    }
  });
});

test('what threads have classified is counted as ever', async () => {
  const counts: string[] = [];
  for (const size of [0, 2]) {
    await using opened = await openApp(size);
    await postJson(opened.app, '/batch', BATCH);
    const metrics = (await inject(opened.app, '/metrics')).body;
    // Threads are done in any order, and so are the sums: their last digits may differ.
    const counted = metrics.replace(/ \d+\.\d+$/gm, (sum) => ` ${Number(sum).toPrecision(9)}`);
    counts.push(counted.match(/^sentiment_.*$/gm)!.join('\n'));
  }
  expect(counts[0]).toContain('sentiment_classifications_total{');
  expect(counts[1]).toBe(counts[0]);
});

test('no thread is started for single texts, and for what is too little to share', async () => {
  const threads = workersFor(2);
  const app = appWith({ classifier: loadClassifier(threads.model), workers: threads.workers });
  await postJson(app, '/', { mytext: 'The film is superb.' });
  await postJson(app, '/batch', { mytexts: MANY.slice(0, 50) });
  await postJson(app, '/batch', LINES.slice(0, 20).join('\n'), NDJSON);
  expect(threads.numStarted()).toBe(0);
  await app.close();
});

/** The texts of the batch with one that threads die of, and the place of that one. */
const POISONED = [...MANY.slice(0, 350), 'poison', ...MANY.slice(350)];

test('a thread that dies once is replaced, and its texts are answered as ever', async () => {
  await using opened = await openApp(2, 1);
  const reply = await postJson(opened.app, '/batch', { mytexts: POISONED });
  expect(reply.body).toBe((await postJson(alone.app, '/batch', { mytexts: POISONED })).body);
  expect(opened.log.join('')).toContain('"msg":"a worker thread died"');
  expect(opened.log.join('')).toContain('a worker thread ended with 3');
});

describe('texts of which two threads have died get an error in their place, and all others a result', () => {
  test('in a batch', async () => {
    await using opened = await openApp(2, 2);
    const reply = await postJson(opened.app, '/batch', { mytexts: POISONED });
    expect(reply.statusCode).toBe(200);
    const { results } = reply.json();
    expect(results).toHaveLength(POISONED.length);
    const failed = results.flatMap((result: object, i: number) => ('error' in result ? [i] : []));
    expect(failed).toContain(350);
    expect(failed.length).toBeLessThanOrEqual(128);
    expect(results[350].error).toEqual({
      type: '/problems/internal-error',
      title: 'Internal error',
      status: 500,
      detail: 'The server failed on this text or one near it; see the log of the server.',
      pointer: '/mytexts/350',
    });
    expect((await postJson(opened.app, '/batch', { mytexts: MANY })).body).not.toContain('error');
  });

  test('in a stream', async () => {
    await using opened = await openApp(2, 2);
    const lines = POISONED.map((mytext, id) => JSON.stringify({ mytext, id }));
    const reply = await postJson(opened.app, '/batch', lines.join('\n'), NDJSON);
    const results = reply.body
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(results.map(({ id }) => id)).toEqual(POISONED.map((_, id) => id));
    expect(results[350]).toMatchObject({
      id: 350,
      error: { type: '/problems/internal-error', status: 500, line: 351, pointer: '/mytext' },
    });
    expect(results.filter((result) => 'error' in result).length).toBeLessThanOrEqual(128);
  });
});

describe('when the process ends', () => {
  test('texts of a batch whose turn has not come get an error in their place', async () => {
    const drain = createDrain();
    await using opened = await openApp(1, 0, { drain });
    const reply = postJson(opened.app, '/batch', BATCH);
    await vi.waitFor(() => expect(opened.numAnswers()).toBeGreaterThan(0), { interval: 1 });
    drain.end();
    const { results } = (await reply).json();
    expect(results).toHaveLength(TEXTS.length);
    expect(results[0]).toHaveProperty('sentiment');
    expect(results.at(-1)).toMatchObject({ error: { type: '/problems/unavailable', status: 503 } });
  });

  test('a stream ends with the number of the first line that has no answer', async () => {
    const drain = createDrain();
    await using opened = await openApp(2, 0, { drain });
    const url = await opened.app.listen({ port: 0 });
    const request = httpRequest(`${url}/batch`, { method: 'POST', ...NDJSON });
    request.on('error', () => {});
    const block = `${MANY.map((mytext) => JSON.stringify({ mytext })).join('\n')}\n`;
    for (let i = 0; i < 20; i++) request.write(block);
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    let body = '';
    for await (const chunk of response.setEncoding('utf8')) {
      if (body === '') drain.end();
      body += chunk;
    }
    request.destroy();
    const lines = body
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.at(-1)).toMatchObject({ error: { type: '/problems/unavailable', line: lines.length } });
    expect(lines.slice(0, -1).every((line) => 'sentiment' in line)).toBe(true);
  });
});

test('a client that reads nothing stops the reading, and the work; one that leaves ends both', async () => {
  await using opened = await openApp(2);
  const url = await opened.app.listen({ port: 0 });
  const request = httpRequest(`${url}/batch?sentences=true`, { method: 'POST', ...NDJSON });
  request.on('error', () => {});
  request.on('response', () => {}); // without it Node.js would read the answer and throw it away
  // Its answer is sixty times as large, so that a few parts fill all buffers on the way.
  const block = `${JSON.stringify({ mytext: 'Ok. '.repeat(200) })}\n`.repeat(40);
  let numBlocks = 0;
  let isStuck = false;
  while (!isStuck && numBlocks < 2000) {
    numBlocks++;
    if (request.write(block)) continue;
    const before = opened.numAnswers();
    await sleep(200);
    isStuck = request.writableNeedDrain && opened.numAnswers() === before;
  }
  expect(isStuck).toBe(true);
  const numAnswers = opened.numAnswers();
  request.destroy();
  await vi.waitFor(() => expect(opened.log.join('')).toContain('"problem":"aborted"'));
  // A batch comes after what is left of the stream: the parts begun when its client left, 4 and those read since.
  expect((await postJson(opened.app, '/batch', { mytexts: MANY })).statusCode).toBe(200);
  expect(opened.numAnswers()).toBeLessThanOrEqual(numAnswers + 8 + Math.ceil(MANY.length / 50));
});
