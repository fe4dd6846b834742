import { readFile } from 'node:fs/promises';

/** The unit in which Linux tells times of processes, in milliseconds. */
const TICK_MS = 10;

/** A process and all that it and its children have started, as Linux tells; the process alone elsewhere. */
export async function readProcessTree(pid: number): Promise<number[]> {
  const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '');
  const pids = children.split(' ').filter(Boolean).map(Number);
  return [pid, ...(await Promise.all(pids.map(readProcessTree))).flat()];
}

/** The processor time that a process has taken, in milliseconds, as Linux tells; NaN elsewhere. */
export async function readCpuMs(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  // The fields after the program's name, which may hold blanks: utime and stime are the 14th and 15th of all.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
}

/** The resident memory of a process, as Linux tells; NaN elsewhere. */
export async function readResidentMB(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return (Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) * 1024) / 1e6;
}
