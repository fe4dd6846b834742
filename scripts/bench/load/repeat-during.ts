import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Does something again and again, with a pause between, as long as other work goes on.
 * @returns what that work gives
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
