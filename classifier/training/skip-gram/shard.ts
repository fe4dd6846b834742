import { stepAdagrad } from '../optimizers/adagrad.ts';
import { createShardRandom, NUM_SHARDS, shardOf } from '../threads/shards.ts';
import type { ShardWorker } from '../threads/threads.ts';
import { addPairLoss } from './pair-loss.ts';
import type { SkipGramSettings } from './settings.ts';

/**
 * What all threads of a training share; typed arrays on shared memory. A word has two rows of `vectors`: its own, and
 * numWords below it the one that stands for it as a context.
 */
export interface SharedSkipGram {
  settings: SkipGramSettings;
  seed: number;
  numWords: number;
  /** Shape [2 numWords × numDimensions]. */
  vectors: Float32Array;
  /** Adagrad's memory, of the shape of `vectors`. */
  squares: Float32Array;
  /** Shape [numSentences + 1]: where each sentence's words begin in `tokens`. */
  sentenceStarts: Uint32Array;
  /** Each token's word. */
  tokens: Uint32Array;
  /** Shape [numWords]: how likely each word is kept where it stands. */
  keepProbabilities: Float32Array;
  /** Words, each as often as it is to be drawn. */
  negatives: Uint32Array;
  /** Shape [batchSize]: the sentences of the step at hand, `batchLength` of them. */
  batch: Uint32Array;
  /** Shape [NUM_SHARDS]: what each shard found. */
  shards: SkipGramShard[];
}

/** What one shard of a step found. */
export interface SkipGramShard {
  /** Of the shape of `vectors`; 0 but for the rows that the shard came by. */
  gradients: Float32Array;
  /** Shape [2 numWords]: 1 for the rows that the shard came by, else 0. */
  isMoved: Uint8Array;
  /** [the loss of all pairs of words, the number of pairs]. */
  loss: Float64Array;
}

/** A step is two jobs: find the gradients of each shard's sentences, then move each shard's rows. */
export const TASKS = { findGradients: 0, moveVectors: 1 } as const;
/** What the threads are told of a job. */
export type SkipGramJob = [task: number, step: number, batchLength: number];

/**
 * A worker on one shard. Gradients are summed over all pairs of words of a step, against vectors that do not change
 * meanwhile; Adagrad keeps a word that is in many pairs from overshooting.
 */
export function createSkipGramWorker(shared: SharedSkipGram): ShardWorker<SkipGramJob> {
  const findGradients = createGradientFinder(shared);
  return (shard, task, step, batchLength) => {
    if (task === TASKS.findGradients) findGradients(shard, step, batchLength);
    else moveVectors(shared, shard);
  };
}

function createGradientFinder(shared: SharedSkipGram): ShardWorker<[step: number, batchLength: number]> {
  const { settings, seed, numWords, vectors, sentenceStarts, tokens, keepProbabilities, negatives } = shared;
  const { numDimensions, window, numNegatives } = settings;
  const centerGradient = new Float64Array(numDimensions);
  const targets = new Uint32Array(1 + numNegatives);
  const kept: number[] = [];

  return (shard, step, batchLength) => {
    const { gradients, isMoved, loss } = shared.shards[shard]!;
    const random = createShardRandom(seed, step, shard);
    loss.fill(0);

    function addPair(center: number, context: number): void {
      let numTargets = 1;
      targets[0] = numWords + context;
      for (let n = 0; n < numNegatives; n++) {
        const negative = negatives[Math.floor(random() * negatives.length)]!;
        if (negative !== context) targets[numTargets++] = numWords + negative; // a word that stands there is no negative
      }
      loss[0]! += addPairLoss(vectors, numDimensions, center, targets, numTargets, gradients, centerGradient);
      loss[1]!++;
      isMoved[center] = 1;
      for (let target = 0; target < numTargets; target++) isMoved[targets[target]!] = 1;
    }

    for (const sentence of shardOf(shared.batch, batchLength, shard)) {
      kept.length = 0;
      for (let t = sentenceStarts[sentence]!; t < sentenceStarts[sentence + 1]!; t++) {
        if (random() < keepProbabilities[tokens[t]!]!) kept.push(tokens[t]!);
      }
      for (let i = 0; i < kept.length; i++) {
        const width = 1 + Math.floor(random() * window);
        const end = Math.min(kept.length - 1, i + width);
        for (let j = Math.max(0, i - width); j <= end; j++) if (j !== i) addPair(kept[i]!, kept[j]!);
      }
    }
  };
}

/** Moves one of NUM_SHARDS parts of the rows down the gradients of all shards, summed in their order. */
function moveVectors({ settings, vectors, squares, shards }: SharedSkipGram, part: number): void {
  const { numDimensions, learningRate } = settings;
  const numRows = vectors.length / numDimensions;
  const sum = new Float32Array(numDimensions);
  for (let row = part; row < numRows; row += NUM_SHARDS) {
    const start = row * numDimensions;
    let isAnyMoved = false;
    for (const { gradients, isMoved } of shards) {
      if (isMoved[row] === 0) continue;
      for (let i = 0; i < numDimensions; i++) sum[i]! += gradients[start + i]!;
      gradients.fill(0, start, start + numDimensions);
      isMoved[row] = 0;
      isAnyMoved = true;
    }
    if (!isAnyMoved) continue;
    stepAdagrad(squares, vectors, sum, learningRate, start);
    sum.fill(0);
  }
}
