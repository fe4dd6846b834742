import { open, readFile as readWhole } from 'node:fs/promises';
import { UsageError } from './run-program.ts';

/** A file or standard input, opened to be read once. */
export interface Input {
  /** As error messages name it. */
  name: string;
  /** `undefined` where it is not known: standard input and pipes. */
  sizeBytes: number | undefined;
  chunks: AsyncIterable<Uint8Array>;
}

/**
 * Opens a file, or standard input for `-`, to be read in chunks.
 * @param onChunk called with each chunk as it is read, to count or to hash
 * @throws UsageError for a file that cannot be opened
 */
export async function openInput(
  path: string,
  onChunk: (chunk: Uint8Array) => void = () => {},
): Promise<Input> {
  if (path === '-') {
    return { name: 'standard input', sizeBytes: undefined, chunks: observe(process.stdin, onChunk) };
  }
  try {
    const file = await open(path);
    const stats = await file.stat();
    // A directory opens like a file and fails only when it is read.
    if (stats.isDirectory()) {
      await file.close();
      throw new UsageError(`${path}: is a directory; expected a file`);
    }
    const sizeBytes = stats.isFile() ? stats.size : undefined;
    return { name: path, sizeBytes, chunks: observe(file.createReadStream(), onChunk) };
  } catch (error) {
    throw describeFileError(path, error);
  }
}

/**
 * All bytes of a file.
 * @throws UsageError for a file that cannot be read
 */
export async function readFile(path: string): Promise<Uint8Array> {
  try {
    return await readWhole(path);
  } catch (error) {
    throw describeFileError(path, error);
  }
}

async function* observe(chunks: AsyncIterable<Uint8Array>, onChunk: (chunk: Uint8Array) => void) {
  for await (const chunk of chunks) {
    onChunk(chunk);
    yield chunk;
  }
}

const FILE_PROBLEMS: Record<string, string> = {
  ENOENT: 'no such file',
  ENOTDIR: 'no such file',
  EISDIR: 'is a directory; expected a file',
  EACCES: 'no permission to read it',
};

function describeFileError(path: string, error: unknown): unknown {
  const { code } = error as NodeJS.ErrnoException;
  const problem = code === undefined ? undefined : FILE_PROBLEMS[code];
  return problem === undefined ? error : new UsageError(`${path}: ${problem}`, { cause: error });
}
