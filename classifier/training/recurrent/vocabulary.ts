import { ClassifierError } from '../../src/errors.ts';
import { subwordsOf } from '../../src/recurrent/word-vectors.ts';
import type { Random } from '../optimizers/random.ts';
import { createShared } from '../threads/shared-memory.ts';

/** Word vectors trained on other texts. */
export interface PretrainedVectors {
  numDimensions: number;
  /** The words, most frequent first. */
  words: readonly string[];
  /** Shape [number of words × numDimensions], row by row. */
  vectors: Float32Array;
}

/**
 * The words of a model: those of the labelled texts, then those frequent in soft texts, then frequent others; then the
 * subwords of unknown words.
 */
export interface Vocabulary {
  /** Each word's row in `vectors`. */
  rowOf: ReadonlyMap<string, number>;
  numWords: number;
  numSubwords: number;
  /** Shape [(numWords + numSubwords) × numDimensions]: the initial vectors, in shared memory. */
  vectors: Float32Array<SharedArrayBuffer>;
}

/** Half the width of the range of random vectors, for words without a pretrained one. */
const RANDOM_RANGE = 0.25;

/**
 * Creates a vocabulary of all words in the labelled texts, filled up to `maxWords` with `moreWords`, then with the most
 * frequent pretrained words. A word starts from its pretrained vector, a subword from the mean of the vectors of its words.
 * @param texts the words of each text
 * @param moreWords the frequent words of soft texts, most frequent first
 * @throws ClassifierError with code `SETTINGS` when the pretrained vectors have another dimension
 */
export function createVocabulary(
  texts: readonly (readonly string[])[],
  pretrained: PretrainedVectors | undefined,
  { maxWords, numSubwords, numDimensions }: { maxWords: number; numSubwords: number; numDimensions: number },
  random: Random,
  moreWords: readonly string[] = [],
): Vocabulary {
  if (pretrained && pretrained.numDimensions !== numDimensions) {
    throw new ClassifierError(
      'SETTINGS',
      `the vectors to start from have ${pretrained.numDimensions} numbers a word; numDimensions is ${numDimensions}`,
    );
  }
  const rowOf = new Map<string, number>();
  for (const words of texts) for (const word of words) if (!rowOf.has(word)) rowOf.set(word, rowOf.size);
  const pretrainedRows = new Map(pretrained?.words.map((word, i) => [word, i]));
  for (const word of [...moreWords, ...pretrainedRows.keys()]) {
    if (rowOf.size >= maxWords) break;
    if (!rowOf.has(word)) rowOf.set(word, rowOf.size);
  }
  const numWords = rowOf.size;
  const vectors = createShared('float32', (numWords + numSubwords) * numDimensions);
  const numUses = new Uint32Array(numSubwords);
  for (const [word, row] of rowOf) {
    const from = pretrainedRows.get(word);
    for (let i = 0; i < numDimensions; i++) {
      vectors[row * numDimensions + i] =
        from === undefined
          ? (2 * random() - 1) * RANDOM_RANGE
          : pretrained!.vectors[from * numDimensions + i]!;
    }
    if (pretrained && from === undefined) continue; // a random vector tells nothing about its subwords
    for (const subword of subwordsOf(word, numSubwords)) {
      numUses[subword]!++;
      const at = (numWords + subword) * numDimensions;
      for (let i = 0; i < numDimensions; i++) vectors[at + i]! += vectors[row * numDimensions + i]!;
    }
  }
  for (let subword = 0; subword < numSubwords; subword++) {
    const at = (numWords + subword) * numDimensions;
    for (let i = 0; i < numDimensions; i++) vectors[at + i]! /= Math.max(1, numUses[subword]!);
  }
  return { rowOf, numWords, numSubwords, vectors };
}
