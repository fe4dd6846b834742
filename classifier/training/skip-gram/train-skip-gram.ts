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

/** Words and their trained vectors. */
export interface SkipGramVectors {
  numDimensions: number;
  /** The words, most frequent first. */
  words: string[];
  /** Shape [number of words × numDimensions], row by row. */
  vectors: Float32Array;
}

/** The progress of training after a step. */
export interface SkipGramStep {
  /** The epoch, from 1. */
  epoch: number;
  /** The step, from 1 to `numSteps`, over all epochs. */
  step: number;
  numSteps: number;
  /** The mean loss of a prediction in the epoch so far; NaN before the first prediction. */
  loss: number;
}

/**
 * Trains word vectors with negative sampling (Mikolov et al. 2013). Vectors of neighbouring words move together, and
 * away from those of randomly drawn words; see `addPairLoss` for skip-gram and `addContextLoss` for the continuous bag
 * of words. Each epoch shuffles the sentences and draws new subsamples of frequent words, context widths and negative
 * samples.
 * @param sentences the words of each sentence
 * @param seed the seed of the random generator; the same sentences, settings and seed give the same vectors
 * @param numThreads affects the time, not the result
 * @throws ClassifierError with code `SETTINGS` for settings out of range, and for sentences without a pair of known
 * words
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
  const threads = startThreads(
    { shared, numShards: NUM_SHARDS, createShardWorker: createSkipGramWorker, task: 'skipGram' },
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

/** Draws small random vectors for words; those of context words stay 0, as in word2vec. */
function drawVectors(
  { vectors, numWords, settings: { numDimensions } }: SharedSkipGram,
  random: () => number,
) {
  for (let i = 0; i < numWords * numDimensions; i++) vectors[i] = (random() - 0.5) / numDimensions;
}

/**
 * Puts the training data in shared memory. Words without a vector are dropped, and so are sentences with fewer than two
 * words left, because they contain no pair.
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
      `none of ${sentences.length} sentences has two words that occur ${settings.minCount} times in the texts; expected a lower minCount or more texts`,
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
