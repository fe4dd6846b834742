import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { close, closeNow, createTurnstile, leave, pass } from '../../../functions/encoder/turnstile.ts';

const LEAVES_LATER = `
  const { workerData } = require('node:worker_threads');
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50);
  Atomics.store(workerData, 0, 0);
  Atomics.notify(workerData, 0);
`;

test('native code is run between two others, and its result returned', async () => {
  const turnstile = createTurnstile();
  leave(turnstile);
  expect(await pass(turnstile, async () => 1)).toBe(1);
  await expect(pass(turnstile, () => Promise.reject(new Error('failed')))).rejects.toThrow('failed');
  expect(await pass(turnstile, async () => 2)).toBe(2);
});

test('a turnstile closes once the native code in it has ended', async () => {
  const turnstile = createTurnstile();
  leave(turnstile);
  const work = Promise.withResolvers<string>();
  const passed = pass(turnstile, () => work.promise);
  let isClosed = false;
  const closed = close(turnstile).then(() => {
    isClosed = true;
  });
  await sleep(20);
  expect(isClosed).toBe(false);
  work.resolve('answer');
  expect(await passed).toBe('answer');
  await closed;
});

test('no native code is begun once a turnstile is closed', async () => {
  const turnstile = createTurnstile();
  leave(turnstile);
  await close(turnstile);
  closeNow(turnstile); // again, without effect
  let hasBegun = false;
  void pass(turnstile, async () => {
    hasBegun = true;
  });
  await sleep(1);
  expect(hasBegun).toBe(false);
});

test('a process that ends waits for the native code of another thread, without a turn of its own', () => {
  const turnstile = createTurnstile();
  const worker = new Worker(LEAVES_LATER, { eval: true, workerData: turnstile });
  closeNow(turnstile);
  expect(turnstile[0]).toBe(2);
  return worker.terminate();
});
