import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { inOrder } from '../../../functions/workers/in-order.ts';
import { createWorkerPool } from '../../../functions/workers/pool.ts';

const MODULE = new URL('../../helpers/doubling-thread.ts', import.meta.url);

/** A pool of threads that double numbers. The number 13 is the death of as many as `numDeaths`. */
function openPool({ size = 2, numDeaths = 0, diesAtStart = false } = {}) {
  const deaths = new Int32Array(new SharedArrayBuffer(4)).fill(numDeaths);
  const started: Worker[] = [];
  const causes: string[] = [];
  const pool = createWorkerPool<number, number>({
    size,
    start() {
      const worker = new Worker(MODULE, { workerData: { deaths, diesAtStart } });
      started.push(worker);
      return worker;
    },
    onDeath: ({ message }) => causes.push(message),
  });
  return { pool, started, causes, [Symbol.asyncDispose]: () => pool.close() };
}

async function whenReady({ isReady }: { isReady(): boolean }): Promise<void> {
  while (!isReady()) await sleep(1);
}

test('no thread is started before one is asked for, and then as many as there may be', async () => {
  await using opened = openPool({ size: 2 });
  expect(opened.started).toHaveLength(0);
  expect(opened.pool.isReady()).toBe(false);
  expect(opened.started).toHaveLength(2);
  await whenReady(opened.pool);
  expect(opened.started).toHaveLength(2);
});

test('every task is answered, whichever thread has it', async () => {
  await using opened = openPool({ size: 2 });
  const numbers = Array.from({ length: 50 }, (_, i) => i);
  const results = Promise.all(numbers.map((number) => opened.pool.run(number)));
  expect(opened.pool.numWaiting()).toBe(50);
  expect(await results).toEqual(numbers.map((number) => 2 * number));
  expect(opened.pool.numWaiting()).toBe(0);
});

test('in order, the answers come in the order of the items, and are begun together', async () => {
  await using opened = openPool({ size: 2 });
  const numbers = Array.from({ length: 30 }, (_, i) => 29 - i);
  const answers = inOrder(numbers, opened.pool.run, (numBegun) => numBegun < 4);
  expect(await Array.fromAsync(answers)).toEqual(numbers.map((number) => 2 * number));
});

test('a thread that dies is replaced, and its task tried once more', async () => {
  await using opened = openPool({ size: 1, numDeaths: 1 });
  expect(await Promise.all([opened.pool.run(13), opened.pool.run(1)])).toEqual([26, 2]);
  expect(opened.causes).toEqual(['thirteen']);
  expect(opened.started).toHaveLength(2);
});

test('a task of which two threads have died is given up with what the second died of', async () => {
  await using opened = openPool({ size: 1, numDeaths: 2 });
  const [first, second] = await Promise.allSettled([opened.pool.run(13), opened.pool.run(1)]);
  expect(first).toMatchObject({ status: 'rejected', reason: { message: 'thirteen' } });
  expect(second).toEqual({ status: 'fulfilled', value: 2 });
  expect(opened.causes).toEqual(['thirteen', 'thirteen']);
});

test('a thread that ends without an error has died too', async () => {
  await using opened = openPool({ size: 1 });
  await whenReady(opened.pool);
  await opened.started[0]!.terminate();
  expect(opened.causes).toEqual(['a worker thread ended with 1']);
  expect(await opened.pool.run(4)).toBe(8);
  expect(opened.started).toHaveLength(2);
});

test('where no thread can be started tasks come back, and it is not tried again at once', async () => {
  await using opened = openPool({ size: 2, diesAtStart: true });
  expect(await opened.pool.run(1)).toBeUndefined();
  expect(await opened.pool.run(1)).toBeUndefined();
  expect(opened.pool.isReady()).toBe(false);
  expect(opened.started).toHaveLength(2);
  expect(opened.causes[0]).toBe('no memory left');
});

test('a task that is no longer wanted in its turn is not begun', async () => {
  await using opened = openPool({ size: 1 });
  const results = [opened.pool.run(1), opened.pool.run(2, () => false), opened.pool.run(3, () => true)];
  expect(await Promise.all(results)).toEqual([2, undefined, 6]);
});

test('a closed pool has no threads left, and what they worked on is given up', async () => {
  const { pool, started, causes } = openPool({ size: 2 });
  await whenReady(pool);
  const result = pool.run(5);
  await Promise.all([pool.close(), expect(result).rejects.toThrow('a worker thread ended')]);
  expect(started.map(({ threadId }) => threadId)).toEqual([-1, -1]);
  expect(causes).toEqual([]);
  expect(await pool.run(1)).toBeUndefined();
});
