/**
 * Work that comes to its result in steps of some milliseconds each, between which whoever runs it may do something
 * else, as a server must.
 */
export type Steps<Result> = Generator<undefined, Result, void>;

/** Takes all steps at once. */
export function finish<Result>(steps: Steps<Result>): Result {
  let step = steps.next();
  while (!step.done) step = steps.next();
  return step.value;
}
