import { access, constants, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { UsageError } from './run-program.ts';

/**
 * Checks before long work that its result can be written.
 * @throws UsageError if it cannot be written, or would overwrite one of the inputs
 */
export async function checkOutput(out: string, inputs: readonly string[]): Promise<void> {
  if (inputs.some((input) => resolve(input) === resolve(out))) {
    throw new UsageError(`${out}: cannot be written: it is the data`);
  }
  const stats = await stat(out).catch(() => undefined);
  if (stats && !stats.isFile()) throw new UsageError(`${out}: cannot be written: it is not a file`);
  await access(dirname(out), constants.W_OK).catch((cause: Error) => {
    throw new UsageError(`${out}: cannot be written: ${cause.message}`, { cause });
  });
}
