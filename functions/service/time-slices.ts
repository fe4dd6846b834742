import type { Steps } from '../../classifier/src/index.ts';
import type { AfterArrivals } from './arrivals.ts';
import type { Drain } from './drain.ts';

/** The length of a time slice, in milliseconds. Readiness is probed every 50 ms. */
export const SLICE_MS = 10;
/** The number of characters of a response after which a time slice ends. */
const SLICE_CHARACTERS = 65_536;

/** A job that produces its result in chunks. Each step yields a chunk, undefined if none is ready, or what it waits for. */
export type Chunks = Generator<Promise<unknown> | string | undefined, void, void>;

/**
 * Shares processor time among long jobs. One job runs at a time, and requests are accepted between time slices. A job that
 * waits for a promise ends its time slice.
 */
export interface TimeSlices {
  /**
   * Runs all steps of a job, a few per time slice.
   * @param isWanted asked before each time slice; the job ends when its client has disconnected
   * @throws UnwantedError, by rejecting, if the job is no longer wanted
   */
  run<Result>(steps: Steps<Result>, isWanted?: () => boolean): Promise<Result>;
  /** Yields the output of each time slice. The next one starts only when that has been consumed. */
  stream(chunks: Chunks): AsyncGenerator<string, void>;
  /** Returns the number of jobs that wait for a time slice. */
  numWaiting(): number;
}

/** The error of a job whose client has disconnected. Its code is that of a response that cannot be sent. */
class UnwantedError extends Error {
  readonly code = 'ERR_STREAM_PREMATURE_CLOSE';

  constructor() {
    super('the client has disconnected');
    this.name = 'UnwantedError';
  }
}

/** The options of `createTimeSlices`. */
interface TimeSliceOptions {
  /** Returns a promise that time slices wait for; undefined if they need not wait. */
  held?: Drain['held'];
  /** Schedules the next time slice; `setImmediate` by default. */
  afterArrivals?: AfterArrivals;
  /** Once aborted, all jobs that wait get their time slices at once, to end with an error. */
  ending?: AbortSignal;
}

/** Creates time slices. They are given in the order of the calls, and new arrivals are handled between them. */
export function createTimeSlices({
  held = () => undefined,
  afterArrivals = setImmediate,
  ending,
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
    for (const next of waiting.splice(0, ending?.aborted ? waiting.length : 1)) next();
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
    async run(steps, isWanted = () => true) {
      for (;;) {
        await nextSlice();
        if (!isWanted()) throw new UnwantedError();
        const start = performance.now();
        let wait: Promise<unknown> | undefined;
        do {
          const step = steps.next();
          if (step.done) return step.value;
          wait = step.value;
        } while (!wait && performance.now() - start < SLICE_MS);
        if (wait) await wait;
      }
    },
    async *stream(chunks) {
      let isDone = false;
      while (!isDone) {
        await nextSlice();
        const start = performance.now();
        let text = '';
        let wait: Promise<unknown> | undefined;
        do {
          const { done, value } = chunks.next();
          isDone = done === true;
          if (typeof value === 'string') text += value;
          else wait = value ?? undefined;
        } while (!(isDone || wait) && text.length < SLICE_CHARACTERS && performance.now() - start < SLICE_MS);
        if (text !== '') yield text;
        if (wait) await wait;
      }
    },
  };
}
