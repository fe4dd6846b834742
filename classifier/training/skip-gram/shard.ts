import { stepAdagrad } from '../optimizers/adagrad.ts';
import { createShardRandom, NUM_SHARDS, shardOf } from '../threads/shards.ts';
import type { ShardWorker } from '../threads/threads.ts';
import { addContextLoss } from './context-loss.ts';
import { addPairLoss } from './pair-loss.ts';
import type { SkipGramSettings } from './settings.ts';

/**
 * The data shared by all training threads; arrays are in shared memory. A word has two rows in `vectors`: its own, and,
 * numWords rows further on, its vector as a context word.
 */
export interface SharedSkipGram {
  settings: SkipGramSettings;
  seed: number;
  numWords: number;
  /** Shape [2 numWords × numDimensions]: the vectors of words and of context words. */
  vectors: Float32Array;
  /** Adagrad's sums of squares, same shape as `vectors`. */
  squares: Float32Array;
  /** Shape [numSentences + 1]: the start of each sentence in `tokens`. */
  sentenceStarts: Uint32Array;
  /** The word of each token. */
  tokens: Uint32Array;
  /** Shape [numWords]: the probability of keeping an occurrence of each word. */
  keepProbabilities: Float32Array;
  /** The table for drawing negative samples; each word fills a number of entries in proportion to its probability. */
  negatives: Uint32Array;
  /** Shape [batchSize]: the sentences of the current step; the first `batchLength` are used. */
  batch: Uint32Array;
  /** Shape [NUM_SHARDS]: the results of each shard. */
  shards: SkipGramShard[];
}

/** The results of one shard of a step. */
export interface SkipGramShard {
  /** Same shape as `vectors`; 0 except for the rows in `isMoved`. */
  gradients: Float32Array;
  /** Shape [2 numWords]: 1 for rows with a gradient, else 0. */
  isMoved: Uint8Array;
  /** Shape [2]: the total loss of all predictions, and their number. */
  loss: Float64Array;
}

/** The tasks of a step: first the gradients of each shard's sentences, then the update of each shard's rows. */
export const TASKS = { findGradients: 0, moveVectors: 1 } as const;
/** The arguments of a job for the threads. */
export type SkipGramJob = [task: number, step: number, batchLength: number];

/**
 * Creates a worker for one shard at a time. Gradients are summed over all pairs of words in a step while the vectors
 * stay fixed. Adagrad keeps a word with many pairs from overshooting.
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

    /**
     * Draws the targets: the word itself and negative samples.
     * @returns the number of targets
     */
    function drawTargets(word: number): number {
      let numTargets = 1;
      targets[0] = numWords + word;
      for (let n = 0; n < numNegatives; n++) {
        const negative = negatives[Math.floor(random() * negatives.length)]!;
        if (negative !== word) targets[numTargets++] = numWords + negative; // the word itself is not a negative
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

/** Updates one of NUM_SHARDS parts of the rows with the gradients of all shards, summed in order. */
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
