import type { Steps } from '../../classifier/src/index.ts';
import type { AfterArrivals } from './arrivals.ts';
import type { Drain } from './drain.ts';

/** How long a job may run before others get a time slice, in milliseconds: readiness is probed every 50. */
const SLICE_MS = 10;
/** After how many characters of an answer a time slice ends. */
const SLICE_CHARACTERS = 65_536;

/** A job that gives its result in chunks: each step yields one, or undefined if it has none yet. */
export type Chunks = Generator<string | undefined, void, void>;

/** Shares the process among long jobs, one at a time, with the event loop free to take requests in between. */
export interface TimeSlices {
  /** Takes all steps of a job, a few in each time slice. */
  run<Result>(steps: Steps<Result>): Promise<Result>;
  /** Yields what each time slice has produced, if anything, and starts the next only when that has been taken. */
  stream(chunks: Chunks): AsyncGenerator<string, void>;
  /** How many jobs are waiting for a time slice. */
  numWaiting(): number;
}

/** What time slices follow. */
interface TimeSliceOptions {
  /** What they wait for. */
  held?: Drain['held'];
  /** What comes between two of them. */
  afterArrivals?: AfterArrivals;
}

/** Time slices are given in the order in which they were asked for, and what comes in has its turn between them. */
export function createTimeSlices({
  held = () => undefined,
  afterArrivals = setImmediate,
}: TimeSliceOptions = {}): TimeSlices {
  const waiting: (() => void)[] = [];
  let isScheduled = false;
  function schedule(): void {
    if (isScheduled) return;
    isScheduled = true;
    afterArrivals(give);
  }
  function give(): void {
    const release = held();
    if (release) {
      release.then(give);
      return;
    }
    isScheduled = false;
    waiting.shift()?.();
    if (waiting.length > 0) schedule();
  }
  function nextSlice(): Promise<void> {
    return new Promise((resolve) => {
      waiting.push(resolve);
      schedule();
    });
  }
  return {
    numWaiting: () => waiting.length,
    async run(steps) {
      for (;;) {
        await nextSlice();
        const start = performance.now();
        do {
          const step = steps.next();
          if (step.done) return step.value;
        } while (performance.now() - start < SLICE_MS);
      }
    },
    async *stream(chunks) {
      let isDone = false;
      while (!isDone) {
        await nextSlice();
        const start = performance.now();
        let text = '';
        do {
          const step = chunks.next();
          isDone = step.done === true;
          text += step.value ?? '';
        } while (!isDone && text.length < SLICE_CHARACTERS && performance.now() - start < SLICE_MS);
        if (text !== '') yield text;
      }
    },
  };
}
