import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const ROOT = '/sys/fs/cgroup';

/** The account that the kernel keeps of a container's memory. */
export interface MemoryAccount {
  /** The processes in it. */
  processes(): Promise<number[]>;
  /** How many of its processes the kernel has killed for want of memory. */
  oomKills(): Promise<number>;
  /** The most it has held since the peak was reset, with the file pages that it could drop. */
  peakBytes(): Promise<number>;
  /** Lets the peak begin anew; where the kernel knows no such thing (version 2 of control groups) it stays. */
  resetPeak(): Promise<void>;
  /** What its processes hold in memory that is no file's, and so cannot be dropped. */
  anonymousBytes(): Promise<number>;
}

/** Where the kernel tells the account. */
interface AccountFiles {
  folder: string;
  peak: string;
  oom: string;
}

/** The account of the control group that a process is in. */
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
 * Where the account of a process is.
 * @param groups what /proc/PID/cgroup says: `4:memory:/path` in version 1 of control groups, `0::/path` in version 2
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

/** The anonymous memory of a process, as Linux tells it; 0 for one that has ended. */
export async function readAnonymousBytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Number(/RssAnon:\s+(\d+)/.exec(status)?.[1] ?? 0) * 1024;
}
