import { expect, test } from 'vitest';
import { startThreads } from '../../../../classifier/training/threads/threads.ts';
import { createCounter } from '../../../helpers/counter.ts';

const NUM_SHARDS = 3;

function startCounting(numThreads: number) {
  const shared = new Int32Array(new SharedArrayBuffer(4 * NUM_SHARDS));
  const threadModule = new URL('../../../helpers/counting-thread.ts', import.meta.url);
  const training = {
    shared,
    numShards: NUM_SHARDS,
    createShardWorker: createCounter,
    task: 'count',
    threadModule,
  };
  return { shared, threads: startThreads(training, numThreads) };
}

test.each([1, 2, 8])('%i threads work on each shard of each job once', async (numThreads) => {
  const { shared, threads } = startCounting(numThreads);
  await threads.run(1, 2);
  expect([...shared]).toEqual([3, 3, 3]);
  for (let i = 0; i < 100; i++) await threads.run(i);
  expect([...shared]).toEqual(Array(NUM_SHARDS).fill(3 + (99 * 100) / 2));
  await threads.stop();
});

test('an error in a thread is handed on', async () => {
  const threadModule = new URL('../../../helpers/failing-thread.ts', import.meta.url);
  const shared = new Int32Array(new SharedArrayBuffer(4));
  const threads = startThreads(
    { shared, numShards: 2, createShardWorker: createCounter, task: 'count', threadModule },
    2,
  );
  await expect(threads.run(1)).rejects.toThrow('no memory left');
  await threads.stop();
});
