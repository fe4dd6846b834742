import type { Steps } from '../../classifier/src/index.ts';
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

/** Time slices are given in the order in which they were asked for, and only one per turn of the event loop. */
export function createTimeSlices(held: Drain['held'] = () => undefined): TimeSlices {
  const waiting: (() => void)[] = [];
  const give = (): void => {
    const release = held();
    if (release) {
      release.then(give);
      return;
    }
    waiting.shift()?.();
    if (waiting.length > 0) setImmediate(give);
  };
  const nextSlice = (): Promise<void> =>
    new Promise((resolve) => {
      if (waiting.push(resolve) === 1) setImmediate(give);
    });
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
