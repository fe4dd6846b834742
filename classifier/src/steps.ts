/**
 * A computation in steps of a few milliseconds each. Between steps the caller can do other work, such as answering
 * requests. A step may yield a promise, which never rejects; the caller awaits it before the next step.
 */
export type Steps<Result> = Generator<Promise<unknown> | undefined, Result, void>;

/**
 * Runs all steps and returns the result.
 * @throws TypeError when a step yields a promise, as those of a transformer do
 */
export function finish<Result>(steps: Steps<Result>): Result {
  let step = steps.next();
  while (!step.done) {
    if (step.value) throw new TypeError('a step yielded a promise: use finishAsync, which awaits it');
    step = steps.next();
  }
  return step.value;
}

/** Runs all steps, awaits the promises they yield, and returns the result. */
export async function finishAsync<Result>(steps: Steps<Result>): Promise<Result> {
  let step = steps.next();
  while (!step.done) {
    if (step.value) await step.value;
    step = steps.next();
  }
  return step.value;
}

/** Waits for a promise as a step; its error is thrown in the steps that wait. */
export function* settle<Value>(promise: Promise<Value>): Steps<Value> {
  let settled: PromiseSettledResult<Value> | undefined;
  yield Promise.allSettled([promise]).then(([result]) => {
    settled = result;
  });
  if (settled === undefined)
    throw new TypeError('the promise of a step was not awaited before the next step');
  if (settled.status === 'rejected') throw settled.reason;
  return settled.value;
}
