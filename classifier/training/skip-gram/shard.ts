import { stepAdagrad } from '../optimizers/adagrad.ts';
import { createShardRandom, NUM_SHARDS, shardOf } from '../threads/shards.ts';
import type { ShardWorker } from '../threads/threads.ts';
import { addContextLoss } from './context-loss.ts';
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
  /** [the loss of all predictions, their number]. */
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
  const { architecture, numDimensions, window, numNegatives } = settings;
  const mean = new Float64Array(numDimensions);
  const gradient = new Float64Array(numDimensions); // of the center, or of the mean
  const targets = new Uint32Array(1 + numNegatives);
  const kept: number[] = [];
  const context: number[] = [];

  return (shard, step, batchLength) => {
    const { gradients, isMoved, loss } = shared.shards[shard]!;
    const random = createShardRandom(seed, step, shard);
    loss.fill(0);

    /** The word as a target, and negatives. @returns how many there are */
    function drawTargets(word: number): number {
      let numTargets = 1;
      targets[0] = numWords + word;
      for (let n = 0; n < numNegatives; n++) {
        const negative = negatives[Math.floor(random() * negatives.length)]!;
        if (negative !== word) targets[numTargets++] = numWords + negative; // a word that stands there is no negative
      }
      for (let target = 0; target < numTargets; target++) isMoved[targets[target]!] = 1;
      return numTargets;
    }
    function addPair(center: number, word: number): void {
      const numTargets = drawTargets(word);
      loss[0]! += addPairLoss(vectors, numDimensions, center, targets, numTargets, gradients, gradient);
      loss[1]!++;
      isMoved[center] = 1;
    }
    function addContext(word: number): void {
      const numTargets = drawTargets(word);
      loss[0]! += addContextLoss(
        vectors,
        numDimensions,
        context,
        targets,
        numTargets,
        gradients,
        mean,
        gradient,
      );
      loss[1]!++;
      for (const row of context) isMoved[row] = 1;
    }

    for (const sentence of shardOf(shared.batch, batchLength, shard)) {
      kept.length = 0;
      for (let t = sentenceStarts[sentence]!; t < sentenceStarts[sentence + 1]!; t++) {
        if (random() < keepProbabilities[tokens[t]!]!) kept.push(tokens[t]!);
      }
      for (let i = 0; i < kept.length; i++) {
        const width = 1 + Math.floor(random() * window);
        const end = Math.min(kept.length - 1, i + width);
        const start = Math.max(0, i - width);
        if (architecture === 'skip-gram') {
          for (let j = start; j <= end; j++) if (j !== i) addPair(kept[i]!, kept[j]!);
          continue;
        }
        context.length = 0;
        for (let j = start; j <= end; j++) if (j !== i) context.push(kept[j]!);
        if (context.length > 0) addContext(kept[i]!);
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
