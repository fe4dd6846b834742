import type { Worker } from 'node:worker_threads';

/** A thread's first message, once it is ready for tasks. All later messages are results. */
export const READY = 'ready';
/** The number of tasks to begin per thread: one at work and one waiting, so that no thread is idle. */
export const TASKS_PER_THREAD = 2;
/** The number of attempts for a task. */
const MAX_TRIES = 2;
/** The time without new threads after one died before it was ready, in milliseconds. */
const PAUSE_MS = 10_000;

/** Worker threads with one task at a time each, and a queue of tasks. */
export interface WorkerPool<Task, Result> {
  /** The most threads. */
  readonly size: number;
  /** Whether a thread is ready for tasks. The first call starts the threads in the background. */
  isReady(): boolean;
  /**
   * Runs a task in a thread. If the thread dies, the task is tried once more.
   * @param isWanted asked before a thread begins the task
   * @returns undefined if no thread began the task: it was no longer wanted, or no thread could be started
   * @throws the error that ended the second thread, by rejecting
   */
  run(task: Task, isWanted?: () => boolean): Promise<Result | undefined>;
  /** Returns the number of tasks in the queue. */
  numWaiting(): number;
  /** Terminates all threads, even at work. */
  close(): Promise<void>;
}

/** The options of `createWorkerPool`. */
export interface WorkerPoolOptions {
  /** The most threads. */
  size: number;
  /** Starts a thread that calls `answerTasks`. */
  start: () => Worker;
  /** Called with the error of each thread that dies. */
  onDeath?: ((error: Error) => void) | undefined;
}

interface Job<Task, Result> {
  task: Task;
  isWanted: () => boolean;
  numTries: number;
  resolve(result: Result | undefined): void;
  reject(error: Error): void;
}

/** Creates a pool. Threads start on first use, and keep the process alive only while a task waits or is at work. */
export function createWorkerPool<Task, Result>({
  size,
  start,
  onDeath = () => {},
}: WorkerPoolOptions): WorkerPool<Task, Result> {
  const waiting: Job<Task, Result>[] = [];
  const idle: Worker[] = [];
  /** The living threads, each with its current job. */
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
    worker.unref();
    idle.push(worker);
    dispatch();
  }
  function finish(worker: Worker, result: Result): void {
    jobs.get(worker)?.resolve(result);
    jobs.set(worker, undefined);
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
    // No thread is left, and none can be started.
    if (jobs.size === 0) for (const job of waiting.splice(0)) job.resolve(undefined);
    while (idle.length > 0 && waiting.length > 0) {
      const job = waiting.shift()!;
      if (job.isWanted()) give(idle.pop()!, job);
      else job.resolve(undefined);
    }
    if (waiting.length > 0) for (const worker of starting) worker.ref();
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
