import { mkdir } from 'node:fs/promises';
import { UsageError } from './run-program.ts';

/**
 * Makes a folder, and those above it, where there is none.
 * @throws UsageError where it cannot be made
 */
export async function makeFolder(path: string): Promise<void> {
  await mkdir(path, { recursive: true }).catch((cause: Error) => {
    throw new UsageError(`${path}: cannot be made: ${cause.message}`, { cause });
  });
}
