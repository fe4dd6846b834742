import type { DetailedClassification } from '../../../classifier/src/index.ts';
import type { Found, NotFound } from './ask.ts';

/** What the worker is asked. */
export interface WorkerQuestion {
  id: number;
  text: string;
}
/** What the worker answers to the question with the same `id`. */
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

/** Asks the classifier itself, in a thread of its own, so that typing never waits. Once aborted it gives no answer. */
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

/** The thread; one that failed is started anew. */
function start(): Worker {
  if (thread) return thread;
  const started = new Worker('worker.js', { type: 'module' });
  started.addEventListener('error', () => {
    if (thread === started) thread = undefined;
  });
  thread = started;
  return started;
}

// So that the model is there when the first text is.
start();
