import { once } from 'node:events';
import { open, rename, rm } from 'node:fs/promises';
import { UsageError } from '../program/run-program.ts';

/** The destination of the results. */
export interface Sink {
  write(output: string | Uint8Array): Promise<void>;
  /** Gives the complete file its final name. */
  finish(): Promise<void>;
  /** Closes the destination; an unfinished file is deleted. */
  close(): Promise<void>;
}

/**
 * Opens standard output, or a file, which gets its name once it is complete.
 * @throws UsageError if the file cannot be written
 */
export async function openSink(out: string | undefined): Promise<Sink> {
  if (out === undefined) return { write: print, finish: async () => {}, close: async () => {} };
  const part = `${out}.part`;
  const fail = (cause: Error): never => {
    throw new UsageError(`${out}: cannot be written: ${cause.message}`, { cause });
  };
  const file = await open(part, 'w').catch(fail);
  let isFinished = false;
  return {
    write: async (output) => {
      await file.writeFile(output).catch(fail);
    },
    async finish() {
      await file.close();
      await rename(part, out).catch(fail);
      isFinished = true;
    },
    async close() {
      if (isFinished) return;
      await file.close();
      await rm(part, { force: true });
    },
  };
}

async function print(output: string | Uint8Array): Promise<void> {
  if (!process.stdout.write(output)) await once(process.stdout, 'drain');
}
