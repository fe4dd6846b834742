import { monitorEventLoopDelay } from 'node:perf_hooks';

/** How far apart the event loop is looked at, and how often the looks are summed up. */
const RESOLUTION_MS = 20;
const WINDOW_MS = 500;

/** What tells that more comes in than the process can answer in time. */
export interface Overload {
  /** The median delay of the event loop in the last window, in milliseconds. */
  delayMs(): number;
  /** Ends the measuring. */
  stop(): void;
}

/**
 * Measures how late the event loop is. By the median, since one long pause (a container's processor frozen while it
 * has nothing to do, a collection of garbage) is no overload.
 */
export function measureOverload(): Overload {
  const histogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  histogram.enable();
  let delayMs = 0;
  const timer = setInterval(() => {
    // The histogram holds the time between two looks, which without delay is the resolution.
    delayMs = histogram.count > 0 ? Math.max(0, histogram.percentile(50) / 1e6 - RESOLUTION_MS) : 0;
    histogram.reset();
  }, WINDOW_MS).unref();
  return {
    delayMs: () => delayMs,
    stop() {
      clearInterval(timer);
      histogram.disable();
    },
  };
}
