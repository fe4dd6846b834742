import type { TrainingText } from '../linear/features.ts';
import { createRandom } from '../optimizers/random.ts';
import { NUM_SHARDS } from '../threads/shards.ts';
import { startThreads } from '../threads/threads.ts';
import { drawBatches } from './batches.ts';
import { createGradients } from './gradients.ts';
import type { NetworkSettings } from './settings.ts';
import { createNetworkWorker } from './shard.ts';
import { shareTraining } from './share-training.ts';
import { threadModule } from './thread-module.ts';
import type { TrainingState } from './training-state.ts';
import type { Vocabulary } from './vocabulary.ts';

/** Where a training stands. */
export interface TrainingStep {
  /** From 0, as the state before it counts them; reports count from 1. */
  epoch: number;
  /** Of `numSteps`, over all epochs. */
  step: number;
  numSteps: number;
  /** The mean of −log p(label) over the epoch so far, dropout included. */
  loss: number;
  /** The share of the epoch's texts given their label so far, dropout included. */
  accuracy: number;
}

/** What is called while a network is trained. */
export interface TrainingHooks {
  onStep?: (step: TrainingStep) => void;
  /** After each epoch; the state changes with the next. The training ends when it answers `stop`. */
  onEpoch?: (state: TrainingState) => Promise<'go on' | 'stop'> | 'go on' | 'stop';
}

/**
 * Trains the network and the word vectors. What is minimised, by Adam:
 *
 *     mean_i −log p_i(label_i)
 *
 * each text by the weight of its class, on batches of texts of similar length in random order, with dropout, gradients cut to a norm and a learning rate
 * that falls linearly. The vectors of words are moved only where a batch holds them.
 * @param state where to begin or go on: changed in place
 * @param numThreads changes the time, not the result
 */
export async function trainNetwork(
  texts: readonly TrainingText[],
  vocabulary: Vocabulary,
  settings: NetworkSettings,
  seed: number,
  state: TrainingState,
  numThreads: number,
  { onStep, onEpoch }: TrainingHooks = {},
  classWeights?: readonly number[],
): Promise<void> {
  const { epochs, batchSize } = settings;
  const shared = shareTraining(texts, vocabulary, settings, seed, classWeights);
  shared.weights.set(state.weights);
  shared.vectors.set(state.vectors);
  const gradients = createGradients(shared);
  const stepsPerEpoch = Math.ceil(texts.length / batchSize);
  const numSteps = stepsPerEpoch * epochs;
  const threads = startThreads(
    { shared, numShards: NUM_SHARDS, createShardWorker: createNetworkWorker, threadModule },
    numThreads,
  );
  try {
    for (let epoch = state.epoch; epoch < epochs; epoch++) {
      const batches = drawBatches(shared.textStarts, batchSize, createRandom(seed * 31 + epoch));
      let loss = 0;
      let numRight = 0;
      let numSeen = 0;
      for (const [i, batch] of batches.entries()) {
        const step = epoch * stepsPerEpoch + i + 1;

        // Forward and backward: each shard's loss and gradients.
        shared.batch.set(batch);
        await threads.run(step, batch.length);

        // Down the gradients.
        const norm = gradients.collect();
        const scale = norm > settings.maxGradientNorm ? settings.maxGradientNorm / norm : 1;
        gradients.apply(state, scale, learningRateAt((step - 1) / numSteps, settings), step);

        // How the epoch goes.
        for (const shard of shared.shards) {
          loss += shard.loss[0]!;
          numRight += shard.loss[1]!;
        }
        numSeen += batch.length;
        onStep?.({ epoch, step, numSteps, loss: loss / numSeen, accuracy: numRight / numSeen });
      }

      // Evaluation is the caller's, on texts that are not trained on.
      state.epoch = epoch + 1;
      state.weights.set(shared.weights);
      state.vectors.set(shared.vectors);
      if ((await onEpoch?.(state)) === 'stop') break;
    }
  } finally {
    await threads.stop();
  }
}

/**
 * The learning rate falls linearly.
 * @param done the share of all steps that are done, 0..1
 */
function learningRateAt(done: number, { learningRate, lastLearningRateShare }: NetworkSettings): number {
  return learningRate * (1 - done * (1 - lastLearningRateShare));
}
