import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';

/**
 * How many processors the process may use: what its affinity and the container's CPU limit allow, rounded down, at
 * least 1. Node.js heeds the limit of the control group that /proc/self/cgroup names, but not where a container sees
 * the host's name for it, as with version 1.
 * @param folder where control groups are mounted
 */
export function countProcessors(folder = '/sys/fs/cgroup', available = availableParallelism()): number {
  return Math.max(1, Math.floor(Math.min(available, readQuota(folder))));
}

/** How many worker threads are worth having: one for each processor, and none for one alone. */
export function countDefaultWorkers(numProcessors = countProcessors()): number {
  return numProcessors > 1 ? numProcessors : 0;
}

/** The CPU limit of a container, in processors; infinite where there is none. */
function readQuota(folder: string): number {
  // Version 2 has both numbers in one file, version 1 one in each: "max" and -1 are no limit.
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
