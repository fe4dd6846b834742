/** The last result of a measured call, kept so that no call can be optimized away. */
const kept: { result: unknown } = { result: undefined };

/** How much processor time a call takes, in microseconds: other programs change it less than the time on the clock. */
export function processorUs(run: () => unknown): number {
  const before = process.cpuUsage();
  kept.result = run();
  const { user, system } = process.cpuUsage(before);
  return user + system;
}

/** How long a call takes, in milliseconds. */
export function timeMs(run: () => unknown): number {
  const start = performance.now();
  kept.result = run();
  return performance.now() - start;
}
