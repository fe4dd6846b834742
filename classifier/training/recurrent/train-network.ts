import { createRandom } from '../optimizers/random.ts';
import { NUM_SHARDS } from '../threads/shards.ts';
import { startThreads } from '../threads/threads.ts';
import { drawBatches } from './batches.ts';
import { createGradients } from './gradients.ts';
import type { NetworkSettings } from './settings.ts';
import { createNetworkWorker } from './shard.ts';
import { type NetworkTexts, shareTraining } from './share-training.ts';
import type { TrainingState } from './training-state.ts';
import type { Vocabulary } from './vocabulary.ts';

/** The progress of training. */
export interface TrainingStep {
  /** The epoch, from 0, as in the state before it; reports count from 1. */
  epoch: number;
  /** The step, from 1 to `numSteps`, over all epochs. */
  step: number;
  numSteps: number;
  /** The weighted mean of −Σ q log p in the epoch so far, with dropout. */
  loss: number;
  /** The share of texts in the epoch so far whose most probable class is that of the target, with dropout. */
  accuracy: number;
}

/** Callbacks during the training of a network. */
export interface TrainingHooks {
  /** Called after each step. */
  onStep?: (step: TrainingStep) => void;
  /** Called after each epoch; the state changes in the next one. Returning `stop` ends training. */
  onEpoch?: (state: TrainingState) => Promise<'go on' | 'stop'> | 'go on' | 'stop';
}

/**
 * Trains the network and the word vectors. Adam minimizes
 *
 *     mean_i −Σ_k q_ik log p_ik
 *
 * with each text weighted. The target q_i of a labelled text is 1 for its label; that of a soft text is what its teacher
 * says (Hinton, Vinyals and Dean 2015, at temperature 1). Batches hold texts of similar length in random order. There is
 * dropout, gradients are clipped, and the learning rate falls linearly. Only the word vectors that occur in a batch are
 * updated.
 * @param state the state to start or resume from; changed in place
 * @param numThreads affects the time, not the result
 */
export async function trainNetwork(
  texts: NetworkTexts,
  vocabulary: Vocabulary,
  settings: NetworkSettings,
  seed: number,
  state: TrainingState,
  numThreads: number,
  { onStep, onEpoch }: TrainingHooks = {},
): Promise<void> {
  const { epochs, batchSize } = settings;
  const shared = shareTraining(texts, vocabulary, settings, seed);
  shared.weights.set(state.weights);
  shared.vectors.set(state.vectors);
  const gradients = createGradients(shared);
  const stepsPerEpoch = Math.ceil(shared.textWeights.length / batchSize);
  const numSteps = stepsPerEpoch * epochs;
  const threads = startThreads(
    { shared, numShards: NUM_SHARDS, createShardWorker: createNetworkWorker, task: 'network' },
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

        // Update of the weights.
        const norm = gradients.collect();
        const scale = norm > settings.maxGradientNorm ? settings.maxGradientNorm / norm : 1;
        gradients.apply(state, scale, learningRateAt((step - 1) / numSteps, settings), step);

        // Progress of the epoch.
        for (const shard of shared.shards) {
          loss += shard.loss[0]!;
          numRight += shard.loss[1]!;
        }
        numSeen += batch.length;
        onStep?.({ epoch, step, numSteps, loss: loss / numSeen, accuracy: numRight / numSeen });
      }

      // The caller evaluates, on texts that are not trained on.
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
 * The learning rate, which falls linearly.
 * @param done the share of steps done, 0..1
 */
function learningRateAt(done: number, { learningRate, lastLearningRateShare }: NetworkSettings): number {
  return learningRate * (1 - done * (1 - lastLearningRateShare));
}
