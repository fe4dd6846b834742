import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const ROOT = '/sys/fs/cgroup';

/** The kernel's memory accounting of a container. */
export interface MemoryAccount {
  /** The ids of its processes. */
  processes(): Promise<number[]>;
  /** The number of its processes that the kernel killed for lack of memory. */
  oomKills(): Promise<number>;
  /** The peak memory since the last reset, including file pages that could be dropped. */
  peakBytes(): Promise<number>;
  /** Resets the peak, if the kernel supports it (not with version 2 of control groups). */
  resetPeak(): Promise<void>;
  /** The anonymous memory of its processes, which cannot be dropped. */
  anonymousBytes(): Promise<number>;
}

/** The files with the accounting of the kernel. */
interface AccountFiles {
  folder: string;
  peak: string;
  oom: string;
}

/** Opens the memory accounting of a process's control group. */
export async function openMemoryAccount(pid: number): Promise<MemoryAccount> {
  const { folder, peak, oom } = findAccount(await readFile(`/proc/${pid}/cgroup`, 'utf8'));
  const processes = async () =>
    (await readFile(join(folder, 'cgroup.procs'), 'utf8')).trim().split('\n').map(Number);
  return {
    processes,
    oomKills: async () => Number(/^oom_kill (\d+)/m.exec(await readFile(join(folder, oom), 'utf8'))?.[1]),
    peakBytes: async () => Number(await readFile(join(folder, peak), 'utf8')),
    resetPeak: () => writeFile(join(folder, peak), '0').catch(() => {}),
    anonymousBytes: async () => {
      const sizes = await Promise.all((await processes()).map(readAnonymousBytes));
      return sizes.reduce((sum, size) => sum + size, 0);
    },
  };
}

/**
 * Finds the accounting files of a process.
 * @param groups the content of /proc/PID/cgroup: `4:memory:/path` in version 1 of control groups, `0::/path` in version
 * 2
 */
export function findAccount(groups: string): AccountFiles {
  const first = /^\d+:(?:.*,)?memory(?:,.*)?:(.*)$/m.exec(groups)?.[1];
  if (first !== undefined) {
    return {
      folder: join(ROOT, 'memory', first),
      peak: 'memory.max_usage_in_bytes',
      oom: 'memory.oom_control',
    };
  }
  const second = /^0::(.*)$/m.exec(groups)?.[1];
  if (second === undefined) throw new Error(`no control group of memory in ${JSON.stringify(groups)}`);
  return { folder: join(ROOT, second), peak: 'memory.peak', oom: 'memory.events' };
}

/** Reads the anonymous memory of a process on Linux, in bytes; 0 for one that has ended. */
export async function readAnonymousBytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Number(/RssAnon:\s+(\d+)/.exec(status)?.[1] ?? 0) * 1024;
}
