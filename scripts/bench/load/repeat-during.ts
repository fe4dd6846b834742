import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Repeats an action with pauses until some work is done.
 * @returns the result of the work
 */
export async function repeatDuring<Result>(
  work: Promise<Result>,
  everyMs: number,
  act: () => Promise<void> | void,
): Promise<Result> {
  let isDone = false;
  const done = work.finally(() => {
    isDone = true;
  });
  while (!isDone) {
    await act();
    await Promise.race([done, sleep(everyMs)]);
  }
  return done;
}
