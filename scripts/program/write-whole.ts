import { rename, rm, writeFile } from 'node:fs/promises';
import { UsageError } from './run-program.ts';

/**
 * Writes a file whole or not at all.
 * @throws UsageError where it cannot be written
 */
export async function writeWhole(path: string, content: string | Uint8Array): Promise<void> {
  const part = `${path}.${process.pid}.part`;
  try {
    await writeFile(part, content);
    await rename(part, path);
  } catch (cause) {
    await rm(part, { force: true });
    throw new UsageError(`${path}: cannot be written: ${(cause as Error).message}`, { cause });
  }
}
