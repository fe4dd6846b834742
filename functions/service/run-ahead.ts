import type { Steps } from '../../classifier/src/index.ts';
import type { Chunks } from './time-slices.ts';

/** The result of a job, in its turn. */
interface Finished<Result> {
  result: Result;
}

/** Jobs that go on in steps, and hand out their results in order. */
type JobSteps<Result> = Generator<Promise<unknown> | Finished<Result> | undefined, void, void>;

interface Begun<Result> {
  steps: Steps<Result>;
  /** What the job waits for; undefined if it can go on. */
  wait: Promise<void> | undefined;
  finished: Finished<Result> | undefined;
}

/**
 * Runs jobs, and yields their results in order. A job begins when all earlier ones wait for promises or have finished.
 * Jobs that wait for nothing thus run one after another.
 * @param most the most jobs that have begun and whose results are not yet yielded
 * @throws the error of any job
 */
function* runAhead<Result>(jobs: Iterable<Steps<Result>>, most: number): JobSteps<Result> {
  const iterator = jobs[Symbol.iterator]();
  const begun: Begun<Result>[] = [];
  let isAtEnd = false;
  for (;;) {
    const ready = begun.find(({ wait, finished }) => !wait && !finished);
    if (ready) {
      const step = ready.steps.next();
      if (step.done) ready.finished = { result: step.value };
      else if (step.value) waitFor(ready, step.value);
      else yield;
    } else if (begun[0]?.finished) {
      yield begun.shift()!.finished;
    } else if (!isAtEnd && begun.length < most) {
      const { done, value: steps } = iterator.next();
      if (done) isAtEnd = true;
      else begun.push({ steps, wait: undefined, finished: undefined });
    } else {
      if (begun.length === 0) return;
      yield Promise.race(begun.flatMap(({ wait }) => wait ?? []));
    }
  }
}

function waitFor(job: Begun<unknown>, promise: Promise<unknown>): void {
  job.wait = promise.then(() => {
    job.wait = undefined;
  });
}

/** Runs jobs as `runAhead` does, as a job whose chunks are their results. */
export function* chunksAhead(jobs: Iterable<Steps<string>>, most: number): Chunks {
  for (const step of runAhead(jobs, most)) yield isFinished(step) ? step.result : step;
}

/** Runs jobs as `runAhead` does, and returns all results. */
export function* resultsAhead<Result>(jobs: Iterable<Steps<Result>>, most: number): Steps<Result[]> {
  const results: Result[] = [];
  for (const step of runAhead(jobs, most)) {
    if (isFinished(step)) {
      results.push(step.result);
      yield;
    } else yield step;
  }
  return results;
}

function isFinished<Result>(step: Promise<unknown> | Finished<Result> | undefined): step is Finished<Result> {
  return step !== undefined && 'result' in step;
}
