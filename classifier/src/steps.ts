/**
 * A computation in steps of a few milliseconds each. Between steps the caller can do other work, such as answering
 * requests.
 */
export type Steps<Result> = Generator<undefined, Result, void>;

/** Runs all steps and returns the result. */
export function finish<Result>(steps: Steps<Result>): Result {
  let step = steps.next();
  while (!step.done) step = steps.next();
  return step.value;
}
