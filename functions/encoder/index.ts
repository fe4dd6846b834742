import { Worker } from 'node:worker_threads';
import type { CreateSession } from '../../classifier/src/index.ts';
import { createWorkerPool } from '../workers/pool.ts';
import { requireRuntime } from './runtime.ts';
import type { EncoderAnswer, EncoderThreadData } from './thread.ts';
import { threadModule } from './thread-module.ts';
import { close, closeNow, createTurnstile, type Turnstile } from './turnstile.ts';

export { NoRuntimeError, requireRuntime } from './runtime.ts';

/** Roughly how many of the latest texts the mean time is measured over. */
const NUM_MEASURED = 50;
/** The heap limits of a thread, in MiB. The encoder itself lies outside of the heap. */
const HEAP_LIMITS = { maxYoungGenerationSizeMb: 2, maxOldGenerationSizeMb: 32 } as const;

/** The encoder of a transformer, run by ONNX Runtime in threads of its own, since it blocks the thread it runs on. */
export interface Encoder {
  /** The number of texts that are read at a time. */
  readonly numThreads: number;
  /**
   * Starts the threads, each with a session of the model; there may be one session. A thread that dies is replaced, and
   * its text is tried once more.
   */
  createSession: CreateSession;
  /** Returns roughly how long a text would wait for a thread, in milliseconds. */
  waitMs(): number;
  /** Calls `report` with the error of each thread that dies. */
  onDeath(report: (error: Error) => void): void;
}

/**
 * Creates an encoder.
 * @param numThreads the number of threads, at least 1; each has one session, which takes one processor
 * @param module the module that threads run
 * @throws NoRuntimeError if ONNX Runtime is not installed
 */
export function createEncoder(numThreads: number, module = threadModule): Encoder {
  requireRuntime();
  const turnstiles = new Set<Turnstile>();
  let numWaiting = (): number => 0;
  /** The mean time of a text in its thread, in milliseconds; an exponential moving average. */
  let meanMs = 0;
  let report: (error: Error) => void = () => {};
  return {
    numThreads,
    waitMs: () => (numWaiting() * meanMs) / numThreads,
    onDeath(newReport) {
      report = newReport;
    },
    async createSession(onnx) {
      let cause: Error | undefined;
      const pool = createWorkerPool<Int32Array, EncoderAnswer>({
        size: numThreads,
        start: () => startThread(module, onnx, turnstiles),
        onDeath(error) {
          cause = error;
          report(error);
        },
      });
      numWaiting = pool.numWaiting;
      pool.isReady(); // starts the threads
      const closeAll = (): void => turnstiles.forEach(closeNow);
      process.on('exit', closeAll);
      return {
        // One waits for a thread, so that no thread waits for a text.
        numAtOnce: numThreads + 1,
        async run(ids) {
          const answer = await pool.run(ids);
          if (!answer) throw new Error(`no thread has loaded the ONNX model: ${cause?.message}`, { cause });
          if ('error' in answer) throw new Error(`ONNX Runtime failed on a text: ${answer.error}`);
          meanMs += (answer.timeMs - meanMs) / NUM_MEASURED;
          return answer.logits;
        },
        async close() {
          await Promise.all([...turnstiles].map(close));
          await pool.close();
          process.off('exit', closeAll);
        },
      };
    },
  };
}

/** @param turnstiles those of the living threads, to which that of the new one is added */
function startThread(module: URL, onnx: Uint8Array, turnstiles: Set<Turnstile>): Worker {
  const turnstile = createTurnstile();
  const workerData: EncoderThreadData = { onnx, turnstile };
  const worker = new Worker(module, { workerData, resourceLimits: HEAP_LIMITS });
  turnstiles.add(turnstile);
  worker.once('exit', () => turnstiles.delete(turnstile));
  return worker;
}
