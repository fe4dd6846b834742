import { subwordsOf } from '../../src/recurrent/word-vectors.ts';
import type { TrainingText } from '../linear/features.ts';
import { NUM_SHARDS } from '../threads/shards.ts';
import { createShared, shareLists } from '../threads/shared-memory.ts';
import { layOut } from './layout.ts';
import type { NetworkSettings } from './settings.ts';
import type { Vocabulary } from './vocabulary.ts';

/** The data shared by all training threads; arrays are in shared memory. */
export interface SharedTraining {
  settings: NetworkSettings;
  seed: number;
  numWords: number;
  /** Shape [(numWords + numSubwords) × numDimensions]: the vectors of words and subwords. */
  vectors: Float32Array;
  /** Shape [length of the layout]: the weights. */
  weights: Float32Array;
  /** Shape [numTexts + 1]: the start of each text in `tokens`. */
  textStarts: Uint32Array;
  /** The row of each token in `vectors`; numbers from `numWords` on are words outside the vocabulary. */
  tokens: Uint32Array;
  /** Shape [numTexts]: the labels. */
  labels: Uint8Array;
  /** Shape [numClasses]: the weight of a text of each class. */
  classWeights: Float64Array;
  /** Shape [number of words + 1], words outside the vocabulary included: the start of each word in `subwords`. */
  subwordStarts: Uint32Array;
  /** The rows of the words' subwords in `vectors`. */
  subwords: Uint32Array;
  /** Shape [batchSize]: the texts of the current step; the first `batchLength` are used. */
  batch: Uint32Array;
  /** Shape [NUM_SHARDS]: the results of each shard. */
  shards: NetworkShard[];
}

/** The results of one shard of a step. */
export interface NetworkShard {
  /** Shape [length of the layout]: the gradients of the weights. */
  gradients: Float32Array;
  /** Shape [maxTokens × numDimensions]: the gradients of the tokens' vectors. */
  inputGradients: Float32Array;
  /** Shape [maxTokens]: the word of each token, plus `numWords` if the word was read by its subwords. */
  rows: Uint32Array;
  /** Shape [1]: the number of tokens. */
  numTokens: Uint32Array;
  /** Shape [2]: Σ −log p(label), and the number of correct predictions. */
  loss: Float64Array;
}

/** The most tokens of a text used in training; longer texts are truncated. */
export const MAX_TEXT_TOKENS = 256;

/** The most texts and tokens of a shard. */
export function shardCapacity({ batchSize }: NetworkSettings): { texts: number; tokens: number } {
  const texts = Math.ceil(batchSize / NUM_SHARDS);
  return { texts, tokens: texts * MAX_TEXT_TOKENS };
}

/**
 * Puts the training data in shared memory. Words that occur only in misspelled texts are numbered after the vocabulary
 * and read by their subwords.
 * @param weightOf shape [numClasses]: the weight of a text of each class; 1 by default
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
