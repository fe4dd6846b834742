import { createReadStream } from 'node:fs';
import { open, readFile as readWhole } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { getSystemErrorMessage } from 'node:util';
import { createGunzip } from 'node:zlib';
import { UsageError } from './run-program.ts';

/** A file or standard input, open to be read once. */
export interface Input {
  /** The name used in error messages. */
  name: string;
  /** The size in bytes; `undefined` for standard input and pipes. */
  sizeBytes: number | undefined;
  chunks: AsyncIterable<Uint8Array>;
}

/**
 * Opens a file, or standard input for `-`, to be read in chunks. Gzip data is decompressed.
 * @param onChunk called with each chunk before decompression, to count or hash its bytes
 * @throws UsageError for a file that cannot be opened, or, while it is read, for damaged gzip data
 */
export async function openInput(
  path: string,
  onChunk: (chunk: Uint8Array) => void = () => {},
): Promise<Input> {
  if (path === '-') {
    const name = 'standard input';
    return { name, sizeBytes: undefined, chunks: uncompress(name, observe(name, process.stdin, onChunk)) };
  }
  try {
    const file = await open(path);
    const stats = await file.stat();
    if (stats.isFile() || stats.isDirectory()) await file.close();
    // A directory opens without an error and fails only when it is read.
    if (stats.isDirectory()) throw new UsageError(`${path}: ${FILE_PROBLEMS.EISDIR}`);
    // A file is opened again by its first reader, so that none stays open unread. A pipe can be opened only once.
    const chunks = stats.isFile() ? readLater(path) : file.createReadStream();
    return {
      name: path,
      sizeBytes: stats.isFile() ? stats.size : undefined,
      chunks: uncompress(path, observe(path, chunks, onChunk)),
    };
  } catch (error) {
    throw describeFileError(path, error);
  }
}

/**
 * Reads all bytes of a file.
 * @throws UsageError for a file that cannot be read
 */
export async function readFile(path: string): Promise<Uint8Array> {
  try {
    return await readWhole(path);
  } catch (error) {
    throw describeFileError(path, error);
  }
}

async function* readLater(path: string): AsyncGenerator<Uint8Array> {
  yield* createReadStream(path);
}

async function* observe(
  name: string,
  chunks: AsyncIterable<Uint8Array>,
  onChunk: (chunk: Uint8Array) => void,
) {
  try {
    for await (const chunk of chunks) {
      onChunk(chunk);
      yield chunk;
    }
  } catch (error) {
    throw describeFileError(name, error);
  }
}

/** The magic number of gzip (RFC 1952). */
const GZIP = [0x1f, 0x8b];

/** Passes chunks through, decompressed if they start with the magic number of gzip. */
async function* uncompress(name: string, chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const iterator = chunks[Symbol.asyncIterator]();
  const first = await iterator.next();
  if (first.done) return;
  async function* all(): AsyncGenerator<Uint8Array> {
    try {
      yield first.value as Uint8Array;
      yield* { [Symbol.asyncIterator]: () => iterator };
    } finally {
      // A consumer that stops at the first chunk must close the file too.
      await iterator.return?.();
    }
  }
  if (first.value[0] !== GZIP[0] || first.value[1] !== GZIP[1]) return yield* all();
  const source = Readable.from(all());
  const gunzip = createGunzip();
  source.on('error', (error) => gunzip.destroy(error));
  try {
    yield* source.pipe(gunzip);
  } catch (cause) {
    if (cause instanceof UsageError) throw cause;
    throw new UsageError(`${name}: is damaged or cut short; expected gzip to its end`, { cause });
  } finally {
    source.destroy();
  }
}

/** Messages for common problems; any other gets the system's message. */
const FILE_PROBLEMS = {
  ENOENT: 'no such file',
  ENOTDIR: 'no such file',
  EISDIR: 'is a directory; expected a file',
  EACCES: 'no permission to read it',
  ELOOP: 'its symbolic links lead back to themselves; expected a file',
  ENAMETOOLONG: 'the path is longer than the system allows',
};

function describeFileError(path: string, error: unknown): unknown {
  const { code, errno } = error as NodeJS.ErrnoException;
  if (code === undefined || errno === undefined) return error;
  const known: Record<string, string> = FILE_PROBLEMS;
  const problem = known[code] ?? `cannot be read: ${getSystemErrorMessage(errno)} (${code})`;
  return new UsageError(`${path}: ${problem}`, { cause: error });
}
