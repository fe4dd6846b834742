import type { DetailedClassification } from '../../../classifier/src/index.ts';
import type { Found, NotFound } from './ask.ts';

/** A message to the worker: a text to classify. */
export interface WorkerQuestion {
  id: number;
  text: string;
}
/** The worker's answer to the question with the same `id`. */
export interface WorkerAnswer {
  id: number;
  /** Undefined if the model could not be fetched. */
  result: DetailedClassification | undefined;
}

const NOT_LOADED: NotFound = {
  problem: 'The model cannot be loaded. Is the connection up?',
  isPassing: true,
};

let thread: Worker | undefined;
let numAsked = 0;

/** Classifies a text in a worker thread, so that typing never waits. The promise stays pending once aborted. */
export function ask(text: string, signal: AbortSignal): Promise<Found | NotFound> {
  const asked = start();
  const id = ++numAsked;
  return new Promise((resolve) => {
    asked.addEventListener(
      'message',
      ({ data: { id: answered, result } }: MessageEvent<WorkerAnswer>) => {
        if (answered === id) resolve(result ? { result } : NOT_LOADED);
      },
      { signal },
    );
    asked.addEventListener('error', () => resolve(NOT_LOADED), { signal });
    asked.postMessage({ id, text } satisfies WorkerQuestion);
  });
}

/** Starts the worker thread, unless it runs. After a failure it is started again. */
function start(): Worker {
  if (thread) return thread;
  const started = new Worker('worker.js', { type: 'module' });
  started.addEventListener('error', () => {
    if (thread === started) thread = undefined;
  });
  thread = started;
  return started;
}

// The model is loaded before the first text is entered.
start();
