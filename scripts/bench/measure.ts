/** The last result of a measured call, kept so that no call can be optimized away. */
const kept: { result: unknown } = { result: undefined };

/** How long a call takes, in milliseconds. */
export function timeMs(run: () => unknown): number {
  const start = performance.now();
  kept.result = run();
  return performance.now() - start;
}
