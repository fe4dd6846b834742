/** The last result of a measured call, kept so that no call is optimized away. */
const kept: { result: unknown } = { result: undefined };

/** Measures the processor time of a call, in microseconds. Other programs affect it less than wall time. */
export function processorUs(run: () => unknown): number {
  const before = process.cpuUsage();
  kept.result = run();
  const { user, system } = process.cpuUsage(before);
  return user + system;
}

/** Measures the wall time of a call, in milliseconds. */
export function timeMs(run: () => unknown): number {
  const start = performance.now();
  kept.result = run();
  return performance.now() - start;
}
