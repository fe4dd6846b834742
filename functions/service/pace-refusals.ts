/** The shortest and the longest delay of a refusal, in milliseconds. */
const SHORTEST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 10_000;
/** The time between two refusals, in milliseconds. A refusal itself takes a few tenths of a millisecond. */
const INTERVAL_MS = 10;

/** Calls a refusal after a delay. */
export type RefuseLater = (refuse: () => void) => void;

/**
 * Delays refusals and spaces them out. Clients that are refused at once retry at once. At ten times the capacity, such
 * retries would leave no time to answer anything.
 * @param ending when aborted, all refusals are called at once
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
