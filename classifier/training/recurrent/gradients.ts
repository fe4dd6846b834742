import { stepAdam } from '../optimizers/adam.ts';
import type { NetworkShard, SharedTraining } from './share-training.ts';
import type { TrainingState } from './training-state.ts';

/** The gradients of one step, for weights and vectors. */
export interface Gradients {
  /**
   * Sums the gradients of all shards, in order.
   * @returns the norm of all gradients together
   */
  collect(): number;
  /**
   * Updates weights and vectors by a step of Adam.
   * @param scale a factor applied to the gradients first
   * @param step the number of the step, from 1
   */
  apply(state: TrainingState, scale: number, learningRate: number, step: number): void;
}

/** Creates the optimizer of the shared weights and vectors. */
export function createGradients(shared: SharedTraining): Gradients {
  const { settings, numWords, weights, vectors, shards, subwordStarts, subwords } = shared;
  const { numDimensions } = settings;
  const ofWeights = new Float32Array(weights.length);
  const ofVectors = new Float32Array(vectors.length);
  /** The rows of vectors with a gradient in this step. */
  const moved = new Set<number>();

  function add(row: number, from: Float32Array, at: number, share: number): void {
    moved.add(row);
    const start = row * numDimensions;
    for (let i = 0; i < numDimensions; i++) ofVectors[start + i]! += share * from[at + i]!;
  }

  /** Adds the gradients of the tokens' vectors to those of their words, or in equal shares to those of the subwords. */
  function addInputs({ inputGradients, rows, numTokens }: NetworkShard): void {
    for (let token = 0; token < numTokens[0]!; token++) {
      const row = rows[token]!;
      const at = token * numDimensions;
      if (row < numWords) {
        add(row, inputGradients, at, 1);
      } else {
        const from = subwordStarts[row - numWords]!;
        const to = subwordStarts[row - numWords + 1]!;
        for (let s = from; s < to; s++) add(subwords[s]!, inputGradients, at, 1 / (to - from));
      }
    }
  }

  /** Uses products instead of powers: V8 rounds x ** 2 differently before and after it optimizes a function. */
  function norm(): number {
    let sum = 0;
    for (let i = 0; i < ofWeights.length; i++) sum += ofWeights[i]! * ofWeights[i]!;
    for (const row of moved) {
      for (let i = row * numDimensions; i < (row + 1) * numDimensions; i++) {
        sum += ofVectors[i]! * ofVectors[i]!;
      }
    }
    return Math.sqrt(sum);
  }

  return {
    collect() {
      ofWeights.fill(0);
      for (const shard of shards) {
        const { gradients } = shard;
        for (let i = 0; i < gradients.length; i++) ofWeights[i]! += gradients[i]!;
        addInputs(shard);
      }
      return norm();
    },

    apply({ weightsAdam, vectorsAdam }, scale, learningRate, step) {
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
