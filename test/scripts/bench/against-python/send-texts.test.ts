import { mkdtemp, writeFile } from 'node:fs/promises';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text as readText } from 'node:stream/consumers';
import { afterEach, beforeAll, expect, inject, test } from 'vitest';
import { sendTexts } from '../../../../scripts/bench/against-python/send-texts.ts';

let sentences: string;
beforeAll(async () => {
  const folder = await mkdtemp(join(inject('scratch'), 'send-texts-'));
  sentences = join(folder, 'sentences.json');
  const all = Array.from({ length: 500 }, (_, i) => `Film ${i} is a film with a number of its own.`);
  await writeFile(sentences, JSON.stringify(all));
});

let server: Server | undefined;
afterEach(() => server?.close());

/** A server that keeps the texts posted to it. */
async function listen(answer: RequestListener = (_, response) => response.end('{}')) {
  const texts: string[] = [];
  const own = createServer(async (request, response) => {
    texts.push(JSON.parse(await readText(request)).mytext);
    answer(request, response);
  });
  server = own;
  await new Promise<void>((resolve) => own.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(own.address() as AddressInfo).port}/`;
  return { texts, job: { url, sentences, numCharacters: 100, seconds: 1, seed: 1 } };
}

test('a closed loop counts what is answered, each text another', async () => {
  const { texts, job } = await listen();
  const { numAnswered, numFailed, seconds } = await sendTexts(job);
  expect(numFailed).toBe(0);
  expect(numAnswered).toBeGreaterThan(16);
  expect(seconds).toBeGreaterThan(0.9);
  expect(new Set(texts).size).toBe(texts.length);
  for (const text of texts) expect(text).toHaveLength(100);
});

test('a closed loop goes on where the server closes each connection', async () => {
  const { texts, job } = await listen((_, response) => response.setHeader('connection', 'close').end('{}'));
  const { numAnswered, numFailed } = await sendTexts(job);
  expect(numFailed).toBe(0);
  expect(numAnswered).toBe(texts.length - 1); // without the first
  expect(numAnswered).toBeGreaterThan(16);
});

test('an open loop sends at the rate asked for and, after a second, tells how long answers take', async () => {
  const { texts, job } = await listen();
  const { numAnswered, numFailed, p50Ms, p99Ms } = await sendTexts({ ...job, perSecond: 100 });
  expect(numFailed).toBe(0);
  expect(Math.abs(texts.length - 200)).toBeLessThan(60);
  expect(Math.abs(numAnswered - 100)).toBeLessThan(40); // a Poisson process of 100 a second: 100 ± 10
  expect(p50Ms).toBeGreaterThan(0);
  expect(p99Ms).toBeGreaterThanOrEqual(p50Ms!);
});

test('a closed loop whose first text is refused is an error', async () => {
  const { job } = await listen((_, response) => response.writeHead(400).end());
  await expect(sendTexts(job)).rejects.toThrow('status 400, expected 200');
});

test('an open loop counts refusals as failures', async () => {
  const { texts, job } = await listen((_, response) => response.writeHead(500).end());
  const { numAnswered, numFailed } = await sendTexts({ ...job, perSecond: 50 });
  expect(numAnswered).toBe(0);
  expect(numFailed).toBe(texts.length);
});
