import { subwordsOf } from '../../src/recurrent/word-vectors.ts';
import type { TrainingText } from '../linear/features.ts';
import { NUM_SHARDS } from '../threads/shards.ts';
import { createShared, shareLists } from '../threads/shared-memory.ts';
import { layOut } from './layout.ts';
import type { NetworkSettings } from './settings.ts';
import type { Vocabulary } from './vocabulary.ts';

/** What all threads of a training share; typed arrays on shared memory. */
export interface SharedTraining {
  settings: NetworkSettings;
  seed: number;
  numWords: number;
  /** Shape [(numWords + numSubwords) × numDimensions]. */
  vectors: Float32Array;
  /** Shape [length of the layout]. */
  weights: Float32Array;
  /** Shape [numTexts + 1]: where each text's tokens begin in `tokens`. */
  textStarts: Uint32Array;
  /** Each token's row in `vectors`; from `numWords` on, words outside the vocabulary are numbered. */
  tokens: Uint32Array;
  /** Shape [numTexts]. */
  labels: Uint8Array;
  /** Shape [numClasses]: how much a text of each class counts. */
  classWeights: Float64Array;
  /** Shape [number of words, those outside the vocabulary included, + 1]: where each one's subwords begin in `subwords`. */
  subwordStarts: Uint32Array;
  /** The rows of the words' subwords in `vectors`. */
  subwords: Uint32Array;
  /** Shape [batchSize]: the texts of the step at hand, `batchLength` of them. */
  batch: Uint32Array;
  /** Shape [NUM_SHARDS]: what each shard found. */
  shards: NetworkShard[];
}

/** What one shard of a step found. */
export interface NetworkShard {
  /** Shape [length of the layout]. */
  gradients: Float32Array;
  /** Shape [maxTokens × numDimensions]. */
  inputGradients: Float32Array;
  /** Shape [maxTokens]: the row of each token, or of its word plus `numWords` where its subwords were taken. */
  rows: Uint32Array;
  /** [number of tokens], and [Σ −log p(label), number of texts given their label]. */
  numTokens: Uint32Array;
  loss: Float64Array;
}

/** The longest text that training reads, in tokens; more is left out. */
export const MAX_TEXT_TOKENS = 256;

/** How many texts, and tokens, a shard can have. */
export function shardCapacity({ batchSize }: NetworkSettings): { texts: number; tokens: number } {
  const texts = Math.ceil(batchSize / NUM_SHARDS);
  return { texts, tokens: texts * MAX_TEXT_TOKENS };
}

/**
 * Lays out what threads share; words that training texts do not hold have no part in it. A word of misspelled texts that is not in
 * the vocabulary comes behind the others, to be read by its subwords.
 */
export function shareTraining(
  texts: readonly TrainingText[],
  { rowOf, numWords, numSubwords, vectors }: Vocabulary,
  settings: NetworkSettings,
  seed: number,
  weightOf: readonly number[] = new Array<number>(settings.numClasses).fill(1),
): SharedTraining {
  const numberOf = new Map(rowOf);
  for (const { words } of texts) {
    for (const word of words) if (!numberOf.has(word)) numberOf.set(word, numberOf.size);
  }
  const { starts: textStarts, items: tokens } = shareLists(
    texts.map(({ words }) => words.map((word) => numberOf.get(word)!)),
  );
  const { starts: subwordStarts, items: subwords } = shareLists(
    [...numberOf.keys()].map((word) => subwordsOf(word, numSubwords).map((subword) => numWords + subword)),
  );
  const labels = createShared('uint8', texts.length);
  labels.set(texts.map((text) => text.label));
  const classWeights = createShared('float64', settings.numClasses);
  classWeights.set(weightOf);
  const numWeights = layOut(settings).length;
  const capacity = shardCapacity(settings);
  const createShard = (): NetworkShard => ({
    gradients: createShared('float32', numWeights),
    inputGradients: createShared('float32', capacity.tokens * settings.numDimensions),
    rows: createShared('uint32', capacity.tokens),
    numTokens: createShared('uint32', 1),
    loss: createShared('float64', 2),
  });
  return {
    settings,
    seed,
    numWords,
    vectors,
    weights: createShared('float32', numWeights),
    textStarts,
    tokens,
    labels,
    classWeights,
    subwordStarts,
    subwords,
    batch: createShared('uint32', settings.batchSize),
    shards: Array.from({ length: NUM_SHARDS }, createShard),
  };
}
