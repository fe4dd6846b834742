import { linearRegression } from 'simple-statistics';

/** A sample of the memory. */
export interface Sample {
  /** The time, from an arbitrary origin. */
  seconds: number;
  bytes: number;
}

/** The growth of memory, by a least-squares line through the samples. */
export interface Growth {
  mbPerHour: number;
  /** The growth from the first sample to the last. */
  mb: number;
}

/** The variation of the heap caused by garbage collection, which is not growth. */
const GARBAGE_MB = 16;
/** Half of a pointer: a leak keeps at least one pointer for each request. */
const BYTES_PER_REQUEST = 4;

/** Fits the growth over the samples, at least two. */
export function fitGrowth(samples: readonly Sample[]): Growth {
  const { m: bytesPerSecond } = linearRegression(samples.map(({ seconds, bytes }) => [seconds, bytes]));
  const lasted = samples.at(-1)!.seconds - samples[0]!.seconds;
  return { mbPerHour: (bytesPerSecond * 3600) / 1e6, mb: (bytesPerSecond * lasted) / 1e6 };
}

/**
 * The maximum growth allowed over a number of requests, in MB. A service that leaks even one pointer for each request
 * exceeds it in a long run; in a short run the variation by garbage dominates.
 */
export function maxGrowthMB(numRequests: number): number {
  return Math.max(GARBAGE_MB, (BYTES_PER_REQUEST * numRequests) / 1e6);
}
