/** The last result of a measured call, kept so that no call can be optimized away. */
export const kept: { result: unknown } = { result: undefined };

/** How long a call takes, in milliseconds. */
export function timeMs(run: () => unknown): number {
  const start = performance.now();
  kept.result = run();
  return performance.now() - start;
}

/** The middle one of the values, of which there must be at least one; of an even number the mean of the middle two. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return (sorted[Math.ceil(middle) - 1]! + sorted[Math.floor(middle)]!) / 2;
}
