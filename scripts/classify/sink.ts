import { once } from 'node:events';
import { open, rename, rm } from 'node:fs/promises';
import { UsageError } from '../program/run-program.ts';

/** Where results go. */
export interface Sink {
  write(output: string | Uint8Array): Promise<void>;
  /** Gives the file its name: it is whole. */
  finish(): Promise<void>;
  /** Ends it; a file that is not finished is gone. */
  close(): Promise<void>;
}

/**
 * Standard output, or a file, which has its name once it is whole.
 * @throws UsageError where the file cannot be written
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
