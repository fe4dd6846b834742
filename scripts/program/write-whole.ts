import writeFileAtomic from 'write-file-atomic';
import { UsageError } from './run-program.ts';

/**
 * Writes a file atomically: after a power failure it is either complete or absent.
 * @throws UsageError if it cannot be written
 */
export async function writeWhole(path: string, content: string | Uint8Array): Promise<void> {
  await writeFileAtomic(path, typeof content === 'string' ? content : Buffer.from(content)).catch(
    (cause: Error) => {
      throw new UsageError(`${path}: cannot be written: ${cause.message}`, { cause });
    },
  );
}
