import { totalmem } from 'node:os';
import { getHeapStatistics } from 'node:v8';

const MIB = 2 ** 20;
/** The size of the heap before the first request: the code, the model's tables, wink's word list. */
const IDLE_HEAP_BYTES = 32 * MIB;
/** The share of a container's memory that our images give to the heap. */
const HEAP_SHARE = 0.45;
/** The share of the remaining heap that requests may hold. The rest is for garbage between two collections. */
const LIVE_SHARE = 0.6;
/** Enough for one request of any kind at a time, however small the container is. */
const LEAST_BYTES = 6 * MIB;
/** The memory outside the main thread's heap: Node.js itself, the model, the buffers of connections. */
const OUTSIDE_BYTES = 80 * MIB;
/**
 * The most memory of a worker thread: its own heap with code, word list and garbage. With the settings of our images it
 * measured 45 MiB, on the longest texts with `sentences=true`.
 */
export const WORKER_BYTES = 64 * MIB;

/** The heap limits of a worker thread, in MiB. V8's own flags take precedence. */
export const WORKER_LIMITS = { maxYoungGenerationSizeMb: 8, maxOldGenerationSizeMb: 64 } as const;

/**
 * The memory of a session of an encoder, in sizes of its ONNX model: a session that loads has it two and a half times, and
 * the main thread once. Measured with a model of 34 MB: 82 MB while loading, 65 MB afterwards.
 */
const SESSION_FACTOR = 3;
/** The room for the longest window of 512 pieces, which measured 40 MB. It is needed after loading. */
const SESSION_ROOM_BYTES = 32 * MIB;

/**
 * The memory of an encoder thread, in bytes.
 * @param onnxBytes the size of its ONNX model
 */
export function encoderBytes(onnxBytes: number): number {
  return SESSION_FACTOR * onnxBytes + SESSION_ROOM_BYTES;
}

/** The memory that a process may use, in bytes. */
export interface MemoryLimits {
  /** The memory of the container, or else of the machine. */
  totalBytes: number;
  /** The size that V8 lets the heap grow to. */
  heapBytes: number;
}

/** Reads the limits of this process, as set by its control group and its flags. */
export function readMemoryLimits(): MemoryLimits {
  const constrained = process.constrainedMemory();
  return {
    totalBytes: constrained > 0 ? Math.min(constrained, totalmem()) : totalmem(),
    heapBytes: getHeapStatistics().heap_size_limit,
  };
}

/**
 * Computes the memory that requests may use, in bytes. Memory for worker threads is subtracted first. The heap gets
 * less than half of the rest, since Node.js itself, memory outside the heap and the buffers of connections need room
 * too.
 * @param limitMb the memory that the process may use, in MiB; undefined to use the limits of the process
 * @param workersBytes the memory of all worker threads
 */
export function budgetBytes(
  limitMb: number | undefined,
  workersBytes = 0,
  { totalBytes, heapBytes } = limitsOf(limitMb),
): number {
  const sharedBytes = (totalBytes - workersBytes) * HEAP_SHARE;
  return Math.max(LEAST_BYTES, (Math.min(sharedBytes, heapBytes) - IDLE_HEAP_BYTES) * LIVE_SHARE);
}

/**
 * Computes how many worker threads fit into the memory, beside the main thread's heap and the rest of the process.
 * @param wanted the number of threads wanted
 * @param workerBytes the memory of each
 * @param limitMb as for `budgetBytes`
 * @returns 0 to `wanted`
 */
export function fitWorkers(
  wanted: number,
  workerBytes: number,
  limitMb: number | undefined,
  { totalBytes, heapBytes } = limitsOf(limitMb),
): number {
  const freeBytes = totalBytes - Math.min(totalBytes * HEAP_SHARE, heapBytes) - OUTSIDE_BYTES;
  return Math.max(0, Math.min(wanted, Math.floor(freeBytes / workerBytes)));
}

function limitsOf(limitMb: number | undefined): MemoryLimits {
  if (limitMb === undefined) return readMemoryLimits();
  return { totalBytes: limitMb * MIB, heapBytes: limitMb * MIB * HEAP_SHARE };
}
