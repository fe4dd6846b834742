import { once } from 'node:events';
import { open, rename, rm } from 'node:fs/promises';
import { UsageError } from '../program/run-program.ts';
import { partOf } from './resume.ts';

/** The destination of the results. */
export interface Sink {
  write(output: string | Uint8Array): Promise<void>;
  /** Gives the complete file its final name. */
  finish(): Promise<void>;
  /** Closes the destination; an unfinished file is deleted, unless it may be resumed. */
  close(): Promise<void>;
}

/** A destination for no results. */
export const NO_SINK: Sink = { write: async () => {}, finish: async () => {}, close: async () => {} };

/**
 * Opens standard output, or a file, which gets its name once it is complete.
 * @param isResumed whether to append to an unfinished file, and to keep it
 * @throws UsageError if the file cannot be written
 */
export async function openSink(out: string | undefined, isResumed: boolean): Promise<Sink> {
  if (out === undefined) return { ...NO_SINK, write: print };
  const part = partOf(out);
  const fail = (cause: Error): never => {
    throw new UsageError(`${out}: cannot be written: ${cause.message}`, { cause });
  };
  const file = await open(part, isResumed ? 'a' : 'w').catch(fail);
  let { size } = await file.stat();
  let isFinished = false;
  return {
    async write(output) {
      if ((await file.stat()).size !== size) {
        throw new UsageError(`${part}: another run writes to it too; expected one at a time`);
      }
      await file.writeFile(output).catch(fail);
      size += Buffer.byteLength(output);
    },
    async finish() {
      await file.close();
      await rename(part, out).catch(fail);
      isFinished = true;
    },
    async close() {
      if (isFinished) return;
      await file.close();
      if (!isResumed) await rm(part, { force: true });
    },
  };
}

async function print(output: string | Uint8Array): Promise<void> {
  if (!process.stdout.write(output)) await once(process.stdout, 'drain');
}
