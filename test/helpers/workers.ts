import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { tinyModelBytes } from './tiny-model.ts';

const MODULE = new URL('answering-thread.ts', import.meta.url);
const bytes = await tinyModelBytes();

/** Threads for an app, and the model that they have. The text "poison" is the death of `numDeaths` of them. */
export function workersFor(size: number, numDeaths = 0) {
  const model = new Uint8Array(new SharedArrayBuffer(bytes.length));
  model.set(bytes);
  const deaths = new Int32Array(new SharedArrayBuffer(4)).fill(numDeaths);
  const ready: Promise<unknown>[] = [];
  let numAnswers = 0;
  const start = (): Worker => {
    const worker = new Worker(MODULE, { workerData: { model, deaths } });
    ready.push(once(worker, 'message').then(() => worker.on('message', () => numAnswers++)));
    return worker;
  };
  return {
    model,
    workers: { size, start },
    /** Resolves when all that were started are ready. */
    ready: () => Promise.all(ready),
    numStarted: () => ready.length,
    /** How many parts they have answered. */
    numAnswers: () => numAnswers,
  };
}
