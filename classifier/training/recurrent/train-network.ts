import { layOut, OUTPUT_COLUMNS } from '../../src/recurrent/layout.ts';
import { piecesOf } from '../../src/recurrent/word-vectors.ts';
import { NUM_CLASSES } from '../../src/sentiments.ts';
import type { TrainingText } from '../linear/features.ts';
import { type AdamState, createAdamState, stepAdam } from '../optimizers/adam.ts';
import { createRandom, type Random, shuffle } from '../optimizers/random.ts';
import { startThreads } from '../threads/threads.ts';
import { NUM_SHARDS, type RecurrentSettings } from './settings.ts';
import { createShardWorker, type SharedShard, type SharedTraining, shardCapacity } from './shard.ts';
import type { Vocabulary } from './vocabulary.ts';

/** All that a training must remember to go on after an epoch. */
export interface TrainingState {
  /** How many epochs are done. */
  epoch: number;
  /** Shape [length of the layout]. */
  weights: Float32Array;
  /** Shape [(numWords + numPieces) × numDimensions]. */
  vectors: Float32Array;
  weightsAdam: AdamState;
  vectorsAdam: AdamState;
}

/** Where a training stands. */
export interface TrainingStep {
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

/** How far apart in length, in tokens, texts may be and still come into one batch by chance. */
const LENGTH_NOISE = 1.5;

/**
 * Trains the network and the word vectors: minimises the mean of −log p_i(label_i) by Adam, on batches of texts of
 * similar length in random order, with dropout, gradients cut to a norm and a learning rate that falls linearly.
 * The vectors of words are moved only where a batch holds them.
 * @param state where to begin or go on: changed in place
 * @param numThreads changes the time, not the result
 */
export async function trainNetwork(
  texts: readonly TrainingText[],
  vocabulary: Vocabulary,
  settings: RecurrentSettings,
  seed: number,
  state: TrainingState,
  numThreads: number,
  { onStep, onEpoch }: TrainingHooks = {},
): Promise<void> {
  const shared = shareTraining(texts, vocabulary, settings, seed);
  shared.weights.set(state.weights);
  shared.vectors.set(state.vectors);
  const threadModule = new URL('./thread.ts', import.meta.url);
  const threads = startThreads(
    { shared, numShards: NUM_SHARDS, createShardWorker, threadModule },
    numThreads,
  );
  const gradients = createGradients(shared);
  const numBatches = Math.ceil(texts.length / settings.batchSize);
  const numSteps = numBatches * settings.epochs;
  try {
    for (let epoch = state.epoch; epoch < settings.epochs; epoch++) {
      const random = createRandom(seed * 31 + epoch);
      let loss = 0;
      let numRight = 0;
      let numSeen = 0;
      for (const [i, batch] of drawBatches(shared.textStarts, settings.batchSize, random).entries()) {
        const step = epoch * numBatches + i + 1;
        shared.batch.set(batch);
        await threads.run(step, batch.length);
        const norm = gradients.collect();
        const scale = norm > settings.maxGradientNorm ? settings.maxGradientNorm / norm : 1;
        const done = (step - 1) / numSteps;
        const learningRate = settings.learningRate * (1 - done * (1 - settings.lastLearningRate));
        gradients.apply(state, scale, learningRate, step);
        for (const shard of shared.shards) {
          loss += shard.loss[0]!;
          numRight += shard.loss[1]!;
        }
        numSeen += batch.length;
        onStep?.({ epoch, step, numSteps, loss: loss / numSeen, accuracy: numRight / numSeen });
      }
      state.epoch = epoch + 1;
      state.weights.set(shared.weights);
      state.vectors.set(shared.vectors);
      if ((await onEpoch?.(state)) === 'stop') break;
    }
  } finally {
    await threads.stop();
  }
}

/** The state before the first epoch: weights drawn uniformly within 1/√(numbers added up). */
export function createTrainingState(
  vocabulary: Vocabulary,
  settings: RecurrentSettings,
  random: Random,
): TrainingState {
  const { numHidden, numDimensions } = settings;
  const layout = layOut(settings);
  const weights = new Float32Array(layout.length);
  const draw = (start: number, size: number, range: number): void => {
    for (let i = start; i < start + size; i++) weights[i] = (2 * random() - 1) * range;
  };
  for (const direction of [layout.forward, layout.backward]) {
    draw(direction.inputWeights, numDimensions * 3 * numHidden, 1 / Math.sqrt(numHidden));
    draw(direction.inputBias, 3 * numHidden, 1 / Math.sqrt(numHidden));
    draw(direction.recurrentWeights, numHidden * 3 * numHidden, 1 / Math.sqrt(numHidden));
    draw(direction.recurrentBias, 3 * numHidden, 1 / Math.sqrt(numHidden));
  }
  draw(layout.attention, 2 * numHidden, 1 / Math.sqrt(2 * numHidden));
  const pooledWidth = (layout.outputBias - layout.outputWeights) / OUTPUT_COLUMNS;
  for (let row = 0; row < pooledWidth; row++) {
    draw(layout.outputWeights + row * OUTPUT_COLUMNS, NUM_CLASSES, 1 / Math.sqrt(pooledWidth));
  }
  return {
    epoch: 0,
    weights,
    vectors: new Float32Array(vocabulary.vectors),
    weightsAdam: createAdamState(layout.length),
    vectorsAdam: createAdamState(vocabulary.vectors.length),
  };
}

/** Batches of texts of similar length, in random order. */
function drawBatches(textStarts: Uint32Array, batchSize: number, random: Random): Uint32Array[] {
  const numTexts = textStarts.length - 1;
  const keys = Float64Array.from(
    { length: numTexts },
    (_, i) => textStarts[i + 1]! - textStarts[i]! + random() * LENGTH_NOISE,
  );
  const order = Uint32Array.from(keys.keys()).sort((a, b) => keys[a]! - keys[b]! || a - b);
  const numBatches = Math.ceil(numTexts / batchSize);
  const batches = Array.from({ length: numBatches }, (_, i) =>
    order.slice(i * batchSize, (i + 1) * batchSize),
  );
  return shuffle(batches, random);
}

/** Lays out what threads share; words that training texts do not hold have no part in it. */
function shareTraining(
  texts: readonly TrainingText[],
  { rowOf, numWords, numPieces, vectors }: Vocabulary,
  settings: RecurrentSettings,
  seed: number,
): SharedTraining {
  const textStarts = new Uint32Array(new SharedArrayBuffer(4 * (texts.length + 1)));
  for (const [i, { words }] of texts.entries()) textStarts[i + 1] = textStarts[i]! + words.length;
  const tokens = new Uint32Array(new SharedArrayBuffer(4 * textStarts.at(-1)!));
  for (const [i, { words }] of texts.entries())
    tokens.set(
      words.map((word) => rowOf.get(word)!),
      textStarts[i]!,
    );
  const labels = new Uint8Array(new SharedArrayBuffer(texts.length));
  labels.set(texts.map((text) => text.label));
  const wordPieces = [...rowOf.keys()].map((word) => piecesOf(word, numPieces));
  const pieceStarts = new Uint32Array(new SharedArrayBuffer(4 * (numWords + 1)));
  for (const [row, found] of wordPieces.entries()) pieceStarts[row + 1] = pieceStarts[row]! + found.length;
  const pieces = new Uint32Array(new SharedArrayBuffer(4 * pieceStarts.at(-1)!));
  for (const [row, found] of wordPieces.entries())
    pieces.set(
      found.map((piece) => numWords + piece),
      pieceStarts[row]!,
    );
  const capacity = shardCapacity(settings);
  const shards = Array.from(
    { length: NUM_SHARDS },
    (): SharedShard => ({
      gradients: shareFloats(layOut(settings).length),
      inputGradients: shareFloats(capacity.tokens * settings.numDimensions),
      rows: new Uint32Array(new SharedArrayBuffer(4 * capacity.tokens)),
      numTokens: new Uint32Array(new SharedArrayBuffer(4)),
      loss: new Float64Array(new SharedArrayBuffer(16)),
    }),
  );
  const batch = new Uint32Array(new SharedArrayBuffer(4 * settings.batchSize));
  const weights = shareFloats(layOut(settings).length);
  return {
    settings,
    seed,
    numWords,
    vectors,
    weights,
    textStarts,
    tokens,
    labels,
    pieceStarts,
    pieces,
    batch,
    shards,
  };
}

function shareFloats(length: number): Float32Array {
  return new Float32Array(new SharedArrayBuffer(4 * length));
}

/** Sums the gradients of all shards, in their order, and steps down them. */
function createGradients(shared: SharedTraining) {
  const { settings, numWords, weights, vectors, shards, pieceStarts, pieces } = shared;
  const { numDimensions } = settings;
  const ofWeights = new Float32Array(weights.length);
  const ofVectors = new Float32Array(vectors.length);
  const moved = new Set<number>();

  function add(row: number, from: Float32Array, at: number, share: number): void {
    moved.add(row);
    const start = row * numDimensions;
    for (let i = 0; i < numDimensions; i++) ofVectors[start + i]! += share * from[at + i]!;
  }

  return {
    /** @returns the norm of all gradients together */
    collect(): number {
      ofWeights.fill(0);
      for (const { gradients, inputGradients, rows, numTokens } of shards) {
        for (let i = 0; i < gradients.length; i++) ofWeights[i]! += gradients[i]!;
        for (let token = 0; token < numTokens[0]!; token++) {
          const row = rows[token]!;
          if (row < numWords) {
            add(row, inputGradients, token * numDimensions, 1);
          } else {
            const [from, to] = [pieceStarts[row - numWords]!, pieceStarts[row - numWords + 1]!];
            for (let p = from; p < to; p++)
              add(pieces[p]!, inputGradients, token * numDimensions, 1 / (to - from));
          }
        }
      }
      // Products, not powers: V8 rounds x ** 2 in one way before it optimizes a function and in another after.
      let sum = 0;
      for (let i = 0; i < ofWeights.length; i++) sum += ofWeights[i]! * ofWeights[i]!;
      for (const row of moved) {
        for (let i = row * numDimensions; i < (row + 1) * numDimensions; i++)
          sum += ofVectors[i]! * ofVectors[i]!;
      }
      return Math.sqrt(sum);
    },
    apply(
      { weightsAdam, vectorsAdam }: TrainingState,
      scale: number,
      learningRate: number,
      step: number,
    ): void {
      stepAdam(weightsAdam, weights, ofWeights, scale, learningRate, step);
      for (const row of moved) {
        const start = row * numDimensions;
        const end = start + numDimensions;
        stepAdam(vectorsAdam, vectors, ofVectors, scale, learningRate, step, start, end);
        ofVectors.fill(0, start, end);
      }
      moved.clear();
    },
  };
}
