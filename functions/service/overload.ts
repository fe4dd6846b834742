import { monitorEventLoopDelay } from 'node:perf_hooks';

/** How often the event loop is sampled, and how often the samples are summed up. */
const RESOLUTION_MS = 20;
const WINDOW_MS = 500;

/** Measures whether the process keeps up with its requests. */
export interface Overload {
  /** The median delay of the event loop in the last window, in milliseconds. */
  delayMs(): number;
  /** Stops measuring. */
  stop(): void;
}

/**
 * Measures how late the event loop is, by the median, since a single long pause (a container's processor frozen while
 * it is idle, a garbage collection) is not overload.
 */
export function measureOverload(): Overload {
  const histogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  histogram.enable();
  let delayMs = 0;
  const timer = setInterval(() => {
    // The histogram holds the time between two samples, which without delay is the resolution.
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
