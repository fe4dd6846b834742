import { totalmem } from 'node:os';
import { getHeapStatistics } from 'node:v8';

const MIB = 2 ** 20;
/** What the heap holds before the first request: the code, the model's tables, wink's word list. */
const IDLE_HEAP_BYTES = 32 * MIB;
/** The share of the rest that requests may hold: the garbage between two collections needs room too. */
const LIVE_SHARE = 0.6;
/** Enough for one request of any kind at a time, however small the container is. */
const LEAST_BYTES = 6 * MIB;

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
 * What requests may use of the memory, in bytes. The heap gets no more than half of a container's memory: the rest is
 * Node.js itself, what lies outside the heap, and the buffers of connections.
 * @param limitMb the memory that the process may use, in MB, in place of the limits; undefined to go by them
 */
export function budgetBytes(limitMb: number | undefined, limits = readMemoryLimits()): number {
  const heapBytes =
    limitMb === undefined ? Math.min(limits.totalBytes / 2, limits.heapBytes) : (limitMb * MIB) / 2;
  return Math.max(LEAST_BYTES, (heapBytes - IDLE_HEAP_BYTES) * LIVE_SHARE);
}
