import { Worker, workerData } from 'node:worker_threads';
import { createShared } from './shared-memory.ts';

/*
 * Trainings on several threads. Each job is cut into a fixed number of shards, and what a shard comes to is the same
 * whichever thread works on it: the number of threads changes nothing but the time.
 */

/** Works on one shard of a job, which is told by whole numbers such as that of the step. */
export type ShardWorker<Job extends number[]> = (shard: number, ...job: Job) => void;

/** Runs all shards of a job, then the next. */
export interface Threads<Job extends number[]> {
  run(...job: Job): Promise<void>;
  stop(): Promise<void>;
}

/** What threads are started for. */
export interface ThreadedTraining<Shared, Job extends number[]> {
  /** What all threads share: typed arrays on shared memory, and settings. */
  shared: Shared;
  numShards: number;
  createShardWorker: (shared: Shared) => ShardWorker<Job>;
  /** A module that calls {@link runThread} with the same `createShardWorker`. */
  threadModule: URL;
}

/** What a thread starts with. */
interface ThreadData<Shared> {
  shared: Shared;
  control: Int32Array;
  /** Which shards it works on. */
  shards: number[];
}

/** How long the calling thread may be blocked at a time. */
const LONGEST_WAIT_MS = 50;

/** Places in the memory by which threads are told what to do; the numbers of the job come last. */
const CONTROL = { generation: 0, numDone: 1, jobLength: 2, job: 3 } as const;
const MAX_JOB_LENGTH = 8;

/**
 * Starts threads that share a training's memory.
 * @param numThreads 1 works in the calling thread
 */
export function startThreads<Shared, Job extends number[]>(
  { shared, numShards, createShardWorker, threadModule }: ThreadedTraining<Shared, Job>,
  numThreads: number,
): Threads<Job> {
  const shards = Array.from({ length: numShards }, (_, shard) => shard);
  if (numThreads <= 1) {
    const work = createShardWorker(shared);
    return {
      async run(...job) {
        for (const shard of shards) work(shard, ...job);
      },
      async stop() {},
    };
  }
  const control = createShared('int32', CONTROL.job + MAX_JOB_LENGTH);
  let fail: (error: Error) => void = () => {};
  const failure = new Promise<never>((_, reject) => {
    fail = reject;
  });
  failure.catch(() => {}); // told by the next `run`
  const workers = Array.from({ length: Math.min(numThreads, numShards) }, (_, thread) => {
    const workerData: ThreadData<Shared> = {
      shared,
      control,
      shards: shards.filter((shard) => shard % numThreads === thread),
    };
    const worker = new Worker(threadModule, { workerData });
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
    async run(...job) {
      control[CONTROL.jobLength] = job.length;
      control.set(job, CONTROL.job);
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

/** What a thread does until it is terminated: nothing but its shards of each job. */
export function runThread<Shared, Job extends number[]>(
  createShardWorker: (shared: Shared) => ShardWorker<Job>,
): never {
  const { shared, control, shards } = workerData as ThreadData<Shared>;
  const work = createShardWorker(shared);
  for (let generation = 1; ; generation++) {
    // A notice may come late, when its job is done already: only the number tells that there is a new one.
    while (Atomics.load(control, CONTROL.generation) < generation) {
      Atomics.wait(control, CONTROL.generation, generation - 1);
    }
    const job = Array.from(control.subarray(CONTROL.job, CONTROL.job + control[CONTROL.jobLength]!)) as Job;
    for (const shard of shards) work(shard, ...job);
    Atomics.add(control, CONTROL.numDone, 1);
    Atomics.notify(control, CONTROL.numDone);
  }
}
