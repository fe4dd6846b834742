import { countOutputColumns } from '../../src/recurrent/sizes.ts';
import { type AdamState, createAdamState } from '../optimizers/adam.ts';
import type { Random } from '../optimizers/random.ts';
import { layOut } from './layout.ts';
import type { NetworkSettings } from './settings.ts';
import type { Vocabulary } from './vocabulary.ts';

/** The state of training after an epoch. */
export interface TrainingState {
  /** The number of epochs done. */
  epoch: number;
  /** Shape [length of the layout]: the weights. */
  weights: Float32Array;
  /** Shape [(numWords + numSubwords) × numDimensions]: the word vectors. */
  vectors: Float32Array;
  weightsAdam: AdamState;
  vectorsAdam: AdamState;
}

/** Creates the state before the first epoch. Weights are drawn uniformly from ±1/√(fan-in). */
export function createTrainingState(
  vocabulary: Vocabulary,
  settings: NetworkSettings,
  random: Random,
): TrainingState {
  const { numHidden, numDimensions, numClasses } = settings;
  const numColumns = countOutputColumns(settings);
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
  const pooledWidth = (layout.outputBias - layout.outputWeights) / numColumns;
  for (let row = 0; row < pooledWidth; row++) {
    draw(layout.outputWeights + row * numColumns, numClasses, 1 / Math.sqrt(pooledWidth));
  }
  return {
    epoch: 0,
    weights,
    vectors: new Float32Array(vocabulary.vectors),
    weightsAdam: createAdamState(layout.length),
    vectorsAdam: createAdamState(vocabulary.vectors.length),
  };
}
