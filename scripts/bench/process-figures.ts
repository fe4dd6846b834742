import { readFile } from 'node:fs/promises';

/** The clock tick of Linux's process times, in milliseconds. */
const TICK_MS = 10;

/** Lists the ids of a process and all its descendants on Linux; elsewhere only the process. */
export async function readProcessTree(pid: number): Promise<number[]> {
  const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '');
  const pids = children.split(' ').filter(Boolean).map(Number);
  return [pid, ...(await Promise.all(pids.map(readProcessTree))).flat()];
}

/** Reads the processor time of a process on Linux, in milliseconds; NaN elsewhere. */
export async function readCpuMs(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  // The fields after the program's name, which may contain spaces; utime and stime are fields 14 and 15 of the line.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
}

/** Reads the resident memory of a process on Linux, in MB; NaN elsewhere. */
export async function readResidentMB(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return (Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) * 1024) / 1e6;
}
