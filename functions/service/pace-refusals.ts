/** The shortest and the longest that a refusal waits, in milliseconds. */
const SHORTEST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 10_000;
/** The time between two refusals, which take a few tenths of a millisecond each. */
const INTERVAL_MS = 10;

/** Calls a refusal when its time has come. */
export type RefuseLater = (refuse: () => void) => void;

/**
 * Lets refusals wait, one after another. A client that is refused at once sends again at once, and ten times as much as
 * can be answered would leave no time to answer any.
 * @param ending aborted when none may wait any longer
 */
export function paceRefusals(ending: AbortSignal): RefuseLater {
  const waiting = new Set<() => void>();
  let latest = 0;
  ending.addEventListener('abort', () => {
    for (const refuse of waiting) refuse();
  });
  return (refuse) => {
    if (ending.aborted) return refuse();
    const now = performance.now();
    latest = Math.min(Math.max(now + SHORTEST_WAIT_MS, latest + INTERVAL_MS), now + LONGEST_WAIT_MS);
    const refuseOnce = (): void => {
      if (waiting.delete(refuseOnce)) refuse();
    };
    waiting.add(refuseOnce);
    setTimeout(refuseOnce, latest - now);
  };
}
