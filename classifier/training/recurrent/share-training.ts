import { subwordsOf } from '../../src/recurrent/word-vectors.ts';
import type { TrainingText } from '../linear/features.ts';
import { type SoftTraining, weighSoftTexts } from '../soft.ts';
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
  /** Shape [numTexts × numClasses]: the probabilities to learn, 1 for the label of a labelled text. */
  targets: Float32Array;
  /** Shape [numTexts]: the weight of each text. */
  textWeights: Float64Array;
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
  /** Shape [2]: Σ −Σ q log p, weighted by text, and the number of correct predictions. */
  loss: Float64Array;
}

/** The most tokens of a text used in training; longer texts are truncated. */
export const MAX_TEXT_TOKENS = 256;

/** The most texts and tokens of a shard. */
export function shardCapacity({ batchSize }: NetworkSettings): { texts: number; tokens: number } {
  const texts = Math.ceil(batchSize / NUM_SHARDS);
  return { texts, tokens: texts * MAX_TEXT_TOKENS };
}

/** What a network learns from. */
export interface NetworkTexts {
  texts: readonly TrainingText[];
  /** Shape [numClasses]: the weight of a text of each class; 1 by default. */
  classWeights?: readonly number[] | undefined;
  soft?: SoftTraining | undefined;
}

/**
 * Puts the training data in shared memory, labelled texts first. Words outside the vocabulary, such as those that occur
 * only in misspelled texts, are numbered after it and read by their subwords.
 */
export function shareTraining(
  { texts, classWeights, soft }: NetworkTexts,
  { rowOf, numWords, numSubwords, vectors }: Vocabulary,
  settings: NetworkSettings,
  seed: number,
): SharedTraining {
  const all = [...texts, ...(soft?.texts ?? [])];
  const numberOf = new Map(rowOf);
  for (const { words } of all) {
    for (const word of words) if (!numberOf.has(word)) numberOf.set(word, numberOf.size);
  }
  const { starts: textStarts, items: tokens } = shareLists(
    all.map(({ words }) => words.map((word) => numberOf.get(word)!)),
  );
  const { starts: subwordStarts, items: subwords } = shareLists(
    [...numberOf.keys()].map((word) => subwordsOf(word, numSubwords).map((subword) => numWords + subword)),
  );
  const { numClasses } = settings;
  const targets = createShared('float32', all.length * numClasses);
  const textWeights = createShared('float64', all.length);
  for (const [i, { label }] of texts.entries()) {
    targets[i * numClasses + label] = 1;
    textWeights[i] = classWeights?.[label] ?? 1;
  }
  if (soft !== undefined) {
    textWeights.set(weighSoftTexts(soft, classWeights), texts.length);
    for (const [i, { probabilities }] of soft.texts.entries())
      targets.set(probabilities, (texts.length + i) * numClasses);
  }
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
    targets,
    textWeights,
    subwordStarts,
    subwords,
    batch: createShared('uint32', settings.batchSize),
    shards: Array.from({ length: NUM_SHARDS }, createShard),
  };
}
