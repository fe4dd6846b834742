import { mkdir } from 'node:fs/promises';
import { UsageError } from './run-program.ts';

/**
 * Creates a folder and its missing parents.
 * @throws UsageError if it cannot be created
 */
export async function makeFolder(path: string): Promise<void> {
  await mkdir(path, { recursive: true }).catch((cause: Error) => {
    throw new UsageError(`${path}: cannot be created: ${cause.message}`, { cause });
  });
}
