import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { openInput } from '../program/read-file.ts';
import { UsageError } from '../program/run-program.ts';
import { type KeepWord, parseBinaryVectors } from './binary-format.ts';
import { readRecurrentVectors } from './recurrent-vectors.ts';
import { parseWordVectors } from './text-format.ts';
import { readWinkEmbeddings } from './wink-embeddings.ts';
import type { WordVectorTable } from './word-vector-table.ts';

/** The values that `--vectors` accepts, for the help of a program. */
export const VECTORS_OPTION_HELP = 'recurrent (those of the model), wink, or a word2vec file: text, or .bin';

const MOST_FREQUENT = 200_000;
/** Keeps the most frequent words, which come first; for callers that need no particular words. */
export const isFrequent: KeepWord = (_, place) => place < MOST_FREQUENT;

/**
 * Reads the word vectors of a source: `recurrent`, `wink`, or a word2vec file.
 * @param onProgress called with the number of words read so far and the total, while a file is read
 * @param expected the values that the program accepts, for the message about an unknown source
 * @param keep decides which words of a binary file are kept
 * @throws UsageError for an unknown source, an unreadable file, and if wink's package is missing
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
    throw new UsageError(`unknown vectors "${source}"; expected ${expected}`);
  }
  return readVectorsFile(source, keep, onProgress);
}

/**
 * Reads a word2vec file: the binary format if its name ends in `.bin` or `.bin.gz`, else the text format.
 * @param keep decides which words of a binary file are kept, which may have millions
 * @param onProgress called with the number of words read so far and the total
 * @throws UsageError for an unreadable file
 * @throws DatasetError for a malformed file
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
