import { ClassifierError } from '../../src/errors.ts';
import { createRandom, shuffle } from '../optimizers/random.ts';
import { NUM_SHARDS } from '../threads/shards.ts';
import { createShared, shareLists } from '../threads/shared-memory.ts';
import { startThreads } from '../threads/threads.ts';
import { checkSettings, type SkipGramSettings } from './settings.ts';
import { createSkipGramWorker, type SharedSkipGram, type SkipGramShard, TASKS } from './shard.ts';
import {
  countWords,
  layOutNegatives,
  type SkipGramVocabulary,
  writeKeepProbabilities,
} from './vocabulary.ts';

/** Words with the vectors that were trained for them. */
export interface SkipGramVectors {
  numDimensions: number;
  /** The most frequent first. */
  words: string[];
  /** Shape [number of words × numDimensions], row by row. */
  vectors: Float32Array;
}

/** Where a training stands after a step. */
export interface SkipGramStep {
  /** From 1. */
  epoch: number;
  /** Of `numSteps`, over all epochs. */
  step: number;
  numSteps: number;
  /** The mean loss of a prediction over the epoch so far; NaN before the first. */
  loss: number;
}

/**
 * Trains word vectors with negative sampling (Mikolov et al. 2013): those of words that stand near each other are moved
 * together, and away from those of words drawn at random; see `addPairLoss` for skip-gram and `addContextLoss` for the
 * continuous bag of words. In each epoch the
 * sentences come in another order, other frequent words are left out of them, and other widths of context and other
 * negatives are drawn.
 * @param sentences each sentence's words
 * @param seed the start of the random generator: same sentences, settings and seed, same numbers
 * @param numThreads changes the time, not the result
 * @throws ClassifierError with code `SETTINGS` for settings out of range, and sentences that nothing is learned from
 */
export async function trainSkipGram(
  sentences: readonly (readonly string[])[],
  settings: SkipGramSettings,
  seed: number,
  numThreads: number,
  onStep: (step: SkipGramStep) => void = () => {},
): Promise<SkipGramVectors> {
  checkSettings(settings);
  const { numDimensions, epochs, batchSize } = settings;
  const vocabulary = countWords(sentences, settings.minCount);
  const shared = shareSkipGram(sentences, vocabulary, settings, seed);
  const numSentences = shared.sentenceStarts.length - 1;
  const stepsPerEpoch = Math.ceil(numSentences / batchSize);
  const order = Uint32Array.from({ length: numSentences }, (_, i) => i);
  const random = createRandom(seed);
  drawVectors(shared, random);
  const threadModule = new URL('./thread.ts', import.meta.url);
  const threads = startThreads(
    { shared, numShards: NUM_SHARDS, createShardWorker: createSkipGramWorker, threadModule },
    numThreads,
  );
  try {
    for (let epoch = 0; epoch < epochs; epoch++) {
      let loss = 0;
      let numPairs = 0;
      shuffle(order, random);
      for (let i = 0; i < stepsPerEpoch; i++) {
        const batch = order.subarray(i * batchSize, (i + 1) * batchSize);
        const step = epoch * stepsPerEpoch + i + 1;
        shared.batch.set(batch);
        await threads.run(TASKS.findGradients, step, batch.length);
        for (const shard of shared.shards) {
          loss += shard.loss[0]!;
          numPairs += shard.loss[1]!;
        }
        await threads.run(TASKS.moveVectors, step, batch.length);
        onStep({ epoch: epoch + 1, step, numSteps: epochs * stepsPerEpoch, loss: loss / numPairs });
      }
    }
  } finally {
    await threads.stop();
  }
  const { words } = vocabulary;
  return { numDimensions, words, vectors: shared.vectors.slice(0, words.length * numDimensions) };
}

/** Vectors of words are drawn small, those of contexts stay 0, as in word2vec itself. */
function drawVectors(
  { vectors, numWords, settings: { numDimensions } }: SharedSkipGram,
  random: () => number,
) {
  for (let i = 0; i < numWords * numDimensions; i++) vectors[i] = (random() - 0.5) / numDimensions;
}

/**
 * Lays out what threads share. Words without a vector are left out of sentences, and sentences of fewer than two
 * words with one altogether, as no word of theirs is another's context.
 */
function shareSkipGram(
  sentences: readonly (readonly string[])[],
  { counts, rowOf }: SkipGramVocabulary,
  settings: SkipGramSettings,
  seed: number,
): SharedSkipGram {
  const numWords = counts.length;
  const rows = sentences
    .map((words) => words.map((word) => rowOf.get(word)).filter((row) => row !== undefined))
    .filter((known) => known.length >= 2);
  if (rows.length === 0) {
    throw new ClassifierError(
      'SETTINGS',
      `none of ${sentences.length} sentences holds two words that stand in the texts ${settings.minCount} times; expected a lower minCount or more texts`,
    );
  }
  const { starts: sentenceStarts, items: tokens } = shareLists(rows);
  const keepProbabilities = createShared('float32', numWords);
  writeKeepProbabilities(counts, settings.subsampling, keepProbabilities);
  const size = 2 * numWords * settings.numDimensions;
  const shards = Array.from(
    { length: NUM_SHARDS },
    (): SkipGramShard => ({
      gradients: createShared('float32', size),
      isMoved: createShared('uint8', 2 * numWords),
      loss: createShared('float64', 2),
    }),
  );
  return {
    settings,
    seed,
    numWords,
    vectors: createShared('float32', size),
    squares: createShared('float32', size),
    sentenceStarts,
    tokens,
    keepProbabilities,
    negatives: layOutNegatives(counts),
    batch: createShared('uint32', settings.batchSize),
    shards,
  };
}
