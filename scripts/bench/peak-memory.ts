import type { ChildProcess } from 'node:child_process';
import { text as readAll } from 'node:stream/consumers';

const PRELOADED = `
  import { writeSync } from 'node:fs';
  process.on('exit', () => writeSync(3, String(process.resourceUsage().maxRSS)));
`;

/** Options of Node.js that make a process write its peak memory to file descriptor 3 (a pipe) when it exits. */
export const TELL_PEAK_MEMORY = ['--import', `data:text/javascript,${encodeURIComponent(PRELOADED)}`];

/** Reads the peak memory of such a process, in MiB; resolves when the process has ended. */
export async function readPeakMiB({ stdio }: ChildProcess): Promise<number> {
  return Number(await readAll(stdio[3] as NodeJS.ReadableStream)) / 1024;
}
