import { Worker } from 'node:worker_threads';
import { NUM_SHARDS } from './settings.ts';
import { createShardWorker, type SharedTraining } from './shard.ts';

/** Runs all shards of a step. */
export interface Threads {
  run(step: number, batchLength: number): Promise<void>;
  stop(): Promise<void>;
}

/** How long the calling thread may be blocked at a time. */
const LONGEST_WAIT_MS = 50;

/** Places in the memory by which threads are told what to do. */
export const CONTROL = { generation: 0, step: 1, batchLength: 2, numDone: 3, length: 4 } as const;

/** What a thread starts with. */
export interface ThreadData {
  shared: SharedTraining;
  control: Int32Array;
  /** Which shards it works on. */
  shards: number[];
}

/**
 * Starts threads that share a training's memory. Each shard's result is the same whichever thread works on it, so
 * that the number of threads changes nothing but the time.
 * @param numThreads 1 works in the calling thread
 */
export function startThreads(shared: SharedTraining, numThreads: number): Threads {
  const shards = Array.from({ length: NUM_SHARDS }, (_, shard) => shard);
  if (numThreads <= 1) {
    const work = createShardWorker(shared);
    return {
      async run(step, batchLength) {
        for (const shard of shards) work(shard, step, batchLength);
      },
      async stop() {},
    };
  }
  const control = new Int32Array(new SharedArrayBuffer(CONTROL.length * Int32Array.BYTES_PER_ELEMENT));
  let fail: (error: Error) => void = () => {};
  const failure = new Promise<never>((_, reject) => {
    fail = reject;
  });
  failure.catch(() => {}); // told by the next `run`
  const workers = Array.from({ length: Math.min(numThreads, NUM_SHARDS) }, (_, thread) => {
    const workerData: ThreadData = {
      shared,
      control,
      shards: shards.filter((shard) => shard % numThreads === thread),
    };
    const worker = new Worker(new URL('./thread.ts', import.meta.url), { workerData });
    worker.on('error', fail);
    return worker;
  });
  const allDone = async (): Promise<void> => {
    for (;;) {
      const numDone = Atomics.load(control, CONTROL.numDone);
      if (numDone === workers.length) return;
      // Blocking is quickest; now and then the event loop must run, which starts threads and tells of their errors.
      const isLate = Atomics.wait(control, CONTROL.numDone, numDone, LONGEST_WAIT_MS) === 'timed-out';
      if (isLate) await Promise.race([new Promise(setImmediate), failure]);
    }
  };
  return {
    async run(step, batchLength) {
      control[CONTROL.step] = step;
      control[CONTROL.batchLength] = batchLength;
      Atomics.store(control, CONTROL.numDone, 0);
      Atomics.add(control, CONTROL.generation, 1);
      Atomics.notify(control, CONTROL.generation);
      await allDone();
    },
    async stop() {
      await Promise.all(workers.map((worker) => worker.terminate()));
    },
  };
}
