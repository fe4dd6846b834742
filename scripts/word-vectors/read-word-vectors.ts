import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { openInput } from '../program/read-file.ts';
import { UsageError } from '../program/run-program.ts';
import { readRecurrentVectors } from './recurrent-vectors.ts';
import { parseWordVectors } from './text-format.ts';
import { readWinkEmbeddings } from './wink-embeddings.ts';
import type { WordVectorTable } from './word-vector-table.ts';

/** What `--vectors` takes, for the help of a program. */
export const VECTORS_OPTION_HELP =
  'recurrent (those of the model), wink, or a file in the text format of word2vec';

/**
 * The word vectors that a source names: `recurrent`, `wink`, or a file in the text format of word2vec.
 * @param onProgress called with the number of words read so far, and of all, while a file is read
 * @param expected what the program takes, for the message where the source is none
 * @throws UsageError for a source that is none, a file that cannot be read, and where wink's package is missing
 * @throws DatasetError for a malformed file
 */
export async function readWordVectors(
  source: string,
  onProgress?: (done: number, total: number) => void,
  expected = VECTORS_OPTION_HELP,
): Promise<WordVectorTable> {
  if (source === 'recurrent') return readRecurrentVectors();
  if (source === 'wink') return readWinkEmbeddings('wink’s vectors', 'name another source of vectors');
  if (!existsSync(source)) {
    throw new UsageError(`no vectors "${source}"; expected ${expected}`);
  }
  return readVectorsFile(source, onProgress);
}

/**
 * The word vectors of a file in the text format of word2vec.
 * @param onProgress called with the number of words read so far, and of all
 * @throws UsageError for a file that cannot be read, DatasetError for a malformed one
 */
export async function readVectorsFile(
  path: string,
  onProgress?: (done: number, total: number) => void,
): Promise<WordVectorTable> {
  return { name: basename(path), ...(await parseWordVectors(await openInput(path), onProgress)) };
}
