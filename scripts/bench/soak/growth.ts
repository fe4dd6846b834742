import { linearRegression } from 'simple-statistics';

/** Memory at a time. */
export interface Sample {
  /** Since any one time. */
  seconds: number;
  bytes: number;
}

/** How memory grows, by the line that fits the samples best. */
export interface Growth {
  mbPerHour: number;
  /** From the first sample to the last. */
  mb: number;
}

/** What garbage adds to the memory of a heap and takes away again: no growth. */
const GARBAGE_MB = 16;
/** Half of a pointer: whatever is kept of each request takes one at least. */
const BYTES_PER_REQUEST = 4;

/** How memory grows over the samples, of which there must be two. */
export function fitGrowth(samples: readonly Sample[]): Growth {
  const { m: bytesPerSecond } = linearRegression(samples.map(({ seconds, bytes }) => [seconds, bytes]));
  const lasted = samples.at(-1)!.seconds - samples[0]!.seconds;
  return { mbPerHour: (bytesPerSecond * 3600) / 1e6, mb: (bytesPerSecond * lasted) / 1e6 };
}

/**
 * The most that memory may grow over so many requests, in MB. A service that keeps anything of each request, even a
 * pointer alone, grows by more in a long run; in a short one the garbage is more than that.
 */
export function maxGrowthMB(numRequests: number): number {
  return Math.max(GARBAGE_MB, (BYTES_PER_REQUEST * numRequests) / 1e6);
}
