import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { openInput } from '../program/read-file.ts';
import { UsageError } from '../program/run-program.ts';
import { type KeepWord, parseBinaryVectors } from './binary-format.ts';
import { readRecurrentVectors } from './recurrent-vectors.ts';
import { parseWordVectors } from './text-format.ts';
import { readWinkEmbeddings } from './wink-embeddings.ts';
import type { WordVectorTable } from './word-vector-table.ts';

/** What `--vectors` takes, for the help of a program. */
export const VECTORS_OPTION_HELP =
  'recurrent (those of the model), wink, or a file of word2vec: text, or .bin';

const MOST_FREQUENT = 200_000;
/** Keeps the most frequent words, which stand first, where nobody names those that are needed. */
export const isFrequent: KeepWord = (_, place) => place < MOST_FREQUENT;

/**
 * The word vectors that a source names: `recurrent`, `wink`, or a file of word2vec.
 * @param onProgress called with the number of words read so far, and of all, while a file is read
 * @param expected what the program takes, for the message where the source is none
 * @param keep which words of a binary file are read
 * @throws UsageError for a source that is none, a file that cannot be read, and where wink's package is missing
 * @throws DatasetError for a malformed file
 */
export async function readWordVectors(
  source: string,
  onProgress?: (done: number, total: number) => void,
  expected = VECTORS_OPTION_HELP,
  keep = isFrequent,
): Promise<WordVectorTable> {
  if (source === 'recurrent') return readRecurrentVectors();
  if (source === 'wink') return readWinkEmbeddings('wink’s vectors', 'name another source of vectors');
  if (!existsSync(source)) {
    throw new UsageError(`no vectors "${source}"; expected ${expected}`);
  }
  return readVectorsFile(source, keep, onProgress);
}

/**
 * The word vectors of a file of word2vec: in the text format, or in binary where its name ends in `.bin` or `.bin.gz`.
 * @param keep which words of a binary file are read, which may have millions
 * @param onProgress called with the number of words read so far, and of all
 * @throws UsageError for a file that cannot be read, DatasetError for a malformed one
 */
export async function readVectorsFile(
  path: string,
  keep: KeepWord,
  onProgress?: (done: number, total: number) => void,
): Promise<WordVectorTable> {
  const input = await openInput(path);
  const read = /\.bin(\.gz)?$/i.test(path)
    ? parseBinaryVectors(input, keep, onProgress)
    : parseWordVectors(input, onProgress);
  return { name: basename(path), ...(await read) };
}
