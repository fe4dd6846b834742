import { stepAdam } from '../optimizers/adam.ts';
import type { NetworkShard, SharedTraining } from './share-training.ts';
import type { TrainingState } from './training-state.ts';

/** The gradients of a step, of the weights and of the vectors. */
export interface Gradients {
  /** Sums what all shards found, in their order. @returns the norm of all gradients together */
  collect(): number;
  /**
   * Steps down the gradients that were collected, by Adam.
   * @param scale what they are multiplied by first
   * @param step from 1
   */
  apply(state: TrainingState, scale: number, learningRate: number, step: number): void;
}

/** Moves the shared weights and vectors down the gradients of all shards. */
export function createGradients(shared: SharedTraining): Gradients {
  const { settings, numWords, weights, vectors, shards, subwordStarts, subwords } = shared;
  const { numDimensions } = settings;
  const ofWeights = new Float32Array(weights.length);
  const ofVectors = new Float32Array(vectors.length);
  /** The rows of vectors that the step has a gradient for. */
  const moved = new Set<number>();

  function add(row: number, from: Float32Array, at: number, share: number): void {
    moved.add(row);
    const start = row * numDimensions;
    for (let i = 0; i < numDimensions; i++) ofVectors[start + i]! += share * from[at + i]!;
  }

  /** Adds the gradients of tokens' vectors to those of their words, or of the words' subwords in equal shares. */
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

  /** Products, not powers: V8 rounds x ** 2 in one way before it optimizes a function and in another after. */
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
