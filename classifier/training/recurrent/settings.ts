import type { RecurrentSizes } from '../../src/recurrent/sizes.ts';

/** What a recurrent model is trained with, whatever its classes. */
export interface RecurrentSettings extends Omit<RecurrentSizes, 'numClasses'> {
  /** The most words with a vector of their own. */
  maxWords: number;
  /** How many vectors the subwords of unknown words are hashed into. */
  numSubwords: number;
  epochs: number;
  /** Texts in a step. */
  batchSize: number;
  /** Adam's learning rate in the first step. */
  learningRate: number;
  /** The share of it that is left in the last step, to which it falls linearly. */
  lastLearningRateShare: number;
  /** The largest norm of all gradients of a step together; a longer one is cut to it (Pascanu et al. 2013). */
  maxGradientNorm: number;
  /** The share of tokens that are seen as unknown words, by their subwords. */
  wordDropout: number;
  /** The share of numbers left out of word vectors and of pooled states. */
  inputDropout: number;
  pooledDropout: number;
}

/** What a network is trained with: the settings, and how many classes there are. */
export type NetworkSettings = RecurrentSettings & RecurrentSizes;

/** Chosen on the validation files of the treebank. */
export const RECURRENT_DEFAULTS: RecurrentSettings = {
  numDimensions: 100,
  numHidden: 64,
  maxWords: 22_000,
  numSubwords: 4096,
  epochs: 5,
  batchSize: 128,
  learningRate: 2e-3,
  lastLearningRateShare: 0.02,
  maxGradientNorm: 5,
  wordDropout: 0.1,
  inputDropout: 0.3,
  pooledDropout: 0.4,
};

/** With fewer steps a network has hardly learned. */
const LEAST_STEPS = 1500;
const MOST_EPOCHS = 30;
/** Of fewer texts than this a step takes fewer. */
const FEW_TEXTS = 20_000;
const SMALL_BATCH = 32;

/**
 * The defaults for so many texts: few of them take smaller batches and more epochs, 5 to 30.
 * @param batchSize where it is chosen
 */
export function settingsFor(
  numTexts: number,
  batchSize = numTexts < FEW_TEXTS ? SMALL_BATCH : RECURRENT_DEFAULTS.batchSize,
): RecurrentSettings {
  const wanted = Math.ceil(LEAST_STEPS / Math.ceil(numTexts / batchSize));
  const epochs = Math.min(MOST_EPOCHS, Math.max(RECURRENT_DEFAULTS.epochs, wanted));
  return { ...RECURRENT_DEFAULTS, batchSize, epochs };
}
