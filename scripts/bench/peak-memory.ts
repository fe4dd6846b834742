import type { ChildProcess } from 'node:child_process';
import { text as readAll } from 'node:stream/consumers';

const PRELOADED = `
  import { writeSync } from 'node:fs';
  process.on('exit', () => writeSync(3, String(process.resourceUsage().maxRSS)));
`;

/** Options of Node.js by which a process tells, as it exits, its peak memory on file descriptor 3 (a pipe). */
export const TELL_PEAK_MEMORY = ['--import', `data:text/javascript,${encodeURIComponent(PRELOADED)}`];

/** What such a process tells, in MiB; settles when it has ended. */
export async function readPeakMiB({ stdio }: ChildProcess): Promise<number> {
  return Number(await readAll(stdio[3] as NodeJS.ReadableStream)) / 1024;
}
