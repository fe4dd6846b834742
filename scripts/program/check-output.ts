import { access, constants, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { UsageError } from './run-program.ts';

/**
 * Looks before long work whether its result can be written.
 * @throws UsageError where it cannot, or would take the place of its own data
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
