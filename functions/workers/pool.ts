import type { Worker } from 'node:worker_threads';

/** What a thread sends once it can take tasks; all that follows are results. */
export const READY = 'ready';
/**
 * How many tasks a client of a pool begins for each thread: one at work and one that waits, so that none stands idle.
 */
export const TASKS_PER_THREAD = 2;
/** How often a task is tried. */
const MAX_TRIES = 2;
/** How long no thread is started after one that died before it was ready, in milliseconds. */
const PAUSE_MS = 10_000;

/** Worker threads, each with one task at a time; the rest waits in the order in which it came. */
export interface WorkerPool<Task, Result> {
  /** How many threads there are at most. */
  readonly size: number;
  /** Whether a thread can take tasks. The first call starts them, in the background. */
  isReady(): boolean;
  /**
   * Has a thread work on a task; once more if the thread dies of it.
   * @param isWanted asked when the task's turn comes
   * @returns undefined when no thread has begun it: it is no longer wanted, or no thread can be started
   * @throws what the thread died of, by rejecting, when a second one has died too
   */
  run(task: Task, isWanted?: () => boolean): Promise<Result | undefined>;
  /** How many tasks wait for a thread. */
  numWaiting(): number;
  /** Ends all threads, and what they are working on. */
  close(): Promise<void>;
}

/** What a pool is made of. */
export interface WorkerPoolOptions {
  size: number;
  /** Starts a thread that calls `answerTasks`. */
  start: () => Worker;
  /** Told of each thread that dies, and of what. */
  onDeath?: ((error: Error) => void) | undefined;
}

interface Job<Task, Result> {
  task: Task;
  isWanted: () => boolean;
  numTries: number;
  resolve(result: Result | undefined): void;
  reject(error: Error): void;
}

/** A pool of threads that cost nothing before they are first asked for. Idle ones keep no process alive. */
export function createWorkerPool<Task, Result>({
  size,
  start,
  onDeath = () => {},
}: WorkerPoolOptions): WorkerPool<Task, Result> {
  const waiting: Job<Task, Result>[] = [];
  const idle: Worker[] = [];
  /** Each thread that lives, and what it works on. */
  const jobs = new Map<Worker, Job<Task, Result> | undefined>();
  const starting = new Set<Worker>();
  let pausedUntil = 0;
  let isClosed = false;

  function startMissing(): void {
    while (!isClosed && jobs.size < size && performance.now() >= pausedUntil) startOne();
  }
  function startOne(): void {
    const worker = start();
    let cause: Error | undefined;
    jobs.set(worker, undefined);
    starting.add(worker);
    worker.on('message', (message: Result | typeof READY) => {
      if (starting.delete(worker)) rest(worker);
      else finish(worker, message as Result);
    });
    worker.on('error', (error: Error) => {
      cause = error;
    });
    worker.once('exit', (code) => bury(worker, cause ?? new Error(`a worker thread ended with ${code}`)));
    worker.unref();
  }
  function rest(worker: Worker): void {
    idle.push(worker);
    dispatch();
  }
  function finish(worker: Worker, result: Result): void {
    jobs.get(worker)?.resolve(result);
    jobs.set(worker, undefined);
    worker.unref();
    rest(worker);
  }
  function bury(worker: Worker, error: Error): void {
    const job = jobs.get(worker);
    jobs.delete(worker);
    if (starting.delete(worker)) pausedUntil = performance.now() + PAUSE_MS;
    const at = idle.indexOf(worker);
    if (at >= 0) idle.splice(at, 1);
    if (!isClosed) onDeath(error);
    if (job && job.numTries < MAX_TRIES && !isClosed) waiting.unshift(job);
    else job?.reject(error);
    dispatch();
  }
  function dispatch(): void {
    if (waiting.length > 0) startMissing();
    // Nobody is left, and nobody comes.
    if (jobs.size === 0) for (const job of waiting.splice(0)) job.resolve(undefined);
    while (idle.length > 0 && waiting.length > 0) {
      const job = waiting.shift()!;
      if (job.isWanted()) give(idle.pop()!, job);
      else job.resolve(undefined);
    }
  }
  function give(worker: Worker, job: Job<Task, Result>): void {
    job.numTries++;
    jobs.set(worker, job);
    worker.ref();
    worker.postMessage(job.task);
  }

  return {
    size,
    isReady() {
      startMissing();
      return jobs.size > starting.size;
    },
    run: (task, isWanted = () => true) =>
      new Promise((resolve, reject) => {
        waiting.push({ task, isWanted, numTries: 0, resolve, reject });
        dispatch();
      }),
    numWaiting: () => waiting.length,
    async close() {
      isClosed = true;
      await Promise.all([...jobs.keys()].map((worker) => worker.terminate()));
    },
  };
}
