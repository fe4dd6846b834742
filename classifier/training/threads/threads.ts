import { Worker, workerData } from 'node:worker_threads';
import { createShared } from './shared-memory.ts';
import { threadModule as ownThreadModule } from './thread-module.ts';

/*
 * Training on several threads. Each job is divided into a fixed number of shards. The result of a shard does not depend
 * on the thread that works on it, so the number of threads affects only the time.
 */

/** Works on one shard of a job; the job's arguments are integers, such as the number of the step. */
export type ShardWorker<Job extends number[]> = (shard: number, ...job: Job) => void;

/** A pool of threads that runs jobs one after another. */
export interface Threads<Job extends number[]> {
  /** Runs all shards of a job. */
  run(...job: Job): Promise<void>;
  /** Terminates the threads. */
  stop(): Promise<void>;
}

/** The shared data and the worker of a training run. */
export interface ThreadedTraining<Shared, Job extends number[]> {
  /** The data shared by all threads: typed arrays in shared memory, and settings. */
  shared: Shared;
  numShards: number;
  createShardWorker: (shared: Shared) => ShardWorker<Job>;
  /** The name of `createShardWorker` in the thread module. */
  task: string;
  /** A module that calls {@link runThread}. */
  threadModule?: URL;
}

/** The data that a thread starts with. */
interface ThreadData<Shared> {
  task: string;
  shared: Shared;
  control: Int32Array;
  /** The shards that the thread works on. */
  shards: number[];
}

/** The longest time that the calling thread is blocked at once. */
const LONGEST_WAIT_MS = 50;

/** Indices of the shared control array; the arguments of the job come last. */
const CONTROL = { generation: 0, numDone: 1, jobLength: 2, job: 3 } as const;
const MAX_JOB_LENGTH = 8;

/**
 * Starts threads for a training run.
 * @param numThreads with 1, the calling thread does the work
 */
export function startThreads<Shared, Job extends number[]>(
  {
    shared,
    numShards,
    createShardWorker,
    task,
    threadModule = ownThreadModule,
  }: ThreadedTraining<Shared, Job>,
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
  failure.catch(() => {}); // reported by the next `run`
  const workers = Array.from({ length: Math.min(numThreads, numShards) }, (_, thread) => {
    const workerData: ThreadData<Shared> = {
      task,
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
      // Blocking is fastest, but the event loop must run now and then to start threads and report their errors.
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

/**
 * The main function of a thread: works on its shards of each job until it is terminated.
 * @param tasks `createShardWorker` of each task
 */
// biome-ignore lint/suspicious/noExplicitAny: each task has its own shared data and jobs
export function runThread(tasks: Readonly<Record<string, (shared: any) => ShardWorker<any>>>): never {
  const { task, shared, control, shards } = workerData as ThreadData<unknown>;
  const work = tasks[task]!(shared);
  for (let generation = 1; ; generation++) {
    // A wake-up may come late, after its job is done; only the generation number tells whether there is a new job.
    while (Atomics.load(control, CONTROL.generation) < generation) {
      Atomics.wait(control, CONTROL.generation, generation - 1);
    }
    const job = Array.from(control.subarray(CONTROL.job, CONTROL.job + control[CONTROL.jobLength]!));
    for (const shard of shards) work(shard, ...job);
    Atomics.add(control, CONTROL.numDone, 1);
    Atomics.notify(control, CONTROL.numDone);
  }
}
