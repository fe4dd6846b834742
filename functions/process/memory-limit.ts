import { totalmem } from 'node:os';
import { getHeapStatistics } from 'node:v8';

const MIB = 2 ** 20;
/** What the heap holds before the first request: the code, the model's tables, wink's word list. */
const IDLE_HEAP_BYTES = 32 * MIB;
/** The share of a container's memory that images give the heap. */
const HEAP_SHARE = 0.45;
/** The share of the rest that requests may hold: the garbage between two collections needs room too. */
const LIVE_SHARE = 0.6;
/** Enough for one request of any kind at a time, however small the container is. */
const LEAST_BYTES = 6 * MIB;
/** What the process takes outside the main thread's heap: Node.js itself, the model, the buffers of connections. */
const OUTSIDE_BYTES = 80 * MIB;
/**
 * What a worker thread takes at most: a heap of its own with code, word list and garbage. Measured on the longest texts
 * with their sentences: 45 MiB as images run.
 */
const WORKER_BYTES = 64 * MIB;

/** The heap of a worker thread; V8's flags go before them. */
export const WORKER_LIMITS = { maxYoungGenerationSizeMb: 8, maxOldGenerationSizeMb: 64 } as const;

/** The memory that a process may use, in bytes. */
export interface MemoryLimits {
  /** What the container, or the machine, has. */
  totalBytes: number;
  /** What V8 lets the heap grow to. */
  heapBytes: number;
}

/** The limits of this process, as its control group and its flags set them. */
export function readMemoryLimits(): MemoryLimits {
  const constrained = process.constrainedMemory();
  return {
    totalBytes: constrained > 0 ? Math.min(constrained, totalmem()) : totalmem(),
    heapBytes: getHeapStatistics().heap_size_limit,
  };
}

/**
 * What requests may use of the memory, in bytes. The heap gets less than half of a container's memory: the rest is
 * Node.js itself, what lies outside the heap, and the buffers of connections. What worker threads take goes off first.
 * @param limitMb the memory that the process may use, in MB, in place of the limits; undefined to go by them
 * @param numWorkers how many worker threads there may be
 */
export function budgetBytes(
  limitMb: number | undefined,
  numWorkers = 0,
  { totalBytes, heapBytes } = limitsOf(limitMb),
): number {
  const sharedBytes = (totalBytes - numWorkers * WORKER_BYTES) * HEAP_SHARE;
  return Math.max(LEAST_BYTES, (Math.min(sharedBytes, heapBytes) - IDLE_HEAP_BYTES) * LIVE_SHARE);
}

/**
 * How many worker threads have room in the memory, beside the main thread with its heap and the rest of the process.
 * @param wanted how many there are to be
 * @param limitMb as for `budgetBytes`
 */
export function fitWorkers(
  wanted: number,
  limitMb: number | undefined,
  { totalBytes, heapBytes } = limitsOf(limitMb),
): number {
  const freeBytes = totalBytes - Math.min(totalBytes * HEAP_SHARE, heapBytes) - OUTSIDE_BYTES;
  return Math.max(0, Math.min(wanted, Math.floor(freeBytes / WORKER_BYTES)));
}

function limitsOf(limitMb: number | undefined): MemoryLimits {
  if (limitMb === undefined) return readMemoryLimits();
  return { totalBytes: limitMb * MIB, heapBytes: limitMb * MIB * HEAP_SHARE };
}
