import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';

/**
 * Counts the processors that the process may use, by its affinity and the container's CPU limit. The result is rounded
 * down, and at least 1. Node.js respects only the limit of the control group that /proc/self/cgroup names. In a
 * container with version 1 that name is the host's, so Node.js misses the limit.
 * @param folder where control groups are mounted
 * @param available the number of processors that Node.js reports
 */
export function countProcessors(folder = '/sys/fs/cgroup', available = availableParallelism()): number {
  return Math.max(1, Math.floor(Math.min(available, readQuota(folder))));
}

/** The default number of worker threads: one per processor, or none on a single processor. */
export function countDefaultWorkers(numProcessors = countProcessors()): number {
  return numProcessors > 1 ? numProcessors : 0;
}

/** The CPU limit of the container, in processors; infinity without a limit. */
function readQuota(folder: string): number {
  // Version 2 has both numbers in one file, version 1 in two. "max" and -1 mean no limit.
  const [quota, period] =
    readWords(join(folder, 'cpu.max')) ??
    ['quota', 'period'].flatMap((name) => readWords(join(folder, 'cpu', `cpu.cfs_${name}_us`)) ?? []);
  const numProcessors = Number(quota) / Number(period);
  return numProcessors > 0 ? numProcessors : Number.POSITIVE_INFINITY;
}

function readWords(file: string): string[] | undefined {
  try {
    return readFileSync(file, 'latin1').trim().split(' ');
  } catch {
    return undefined;
  }
}
