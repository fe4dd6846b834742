import type { RecurrentSizes } from '../../src/recurrent/sizes.ts';

/** The settings for training a recurrent model, without the number of classes. */
export interface RecurrentSettings extends Omit<RecurrentSizes, 'numClasses'> {
  /** The most words with a vector of their own. */
  maxWords: number;
  /** The number of vectors that subwords of unknown words are hashed into. */
  numSubwords: number;
  epochs: number;
  /** The number of texts in a step. */
  batchSize: number;
  /** Adam's initial learning rate. */
  learningRate: number;
  /** The final learning rate as a share of the initial one; it falls linearly. */
  lastLearningRateShare: number;
  /** The largest norm of all gradients of a step together; larger gradients are clipped (Pascanu et al. 2013). */
  maxGradientNorm: number;
  /** The share of tokens that are treated as unknown words, read by their subwords. */
  wordDropout: number;
  /** The dropout rates of word vectors and of pooled states. */
  inputDropout: number;
  pooledDropout: number;
}

/** The settings for training a network, with the number of classes. */
export type NetworkSettings = RecurrentSettings & RecurrentSizes;

/** The default settings, chosen on the treebank's validation files. */
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

/** With fewer steps a network hardly learns. */
const LEAST_STEPS = 1500;
const MOST_EPOCHS = 30;
/** Below this number of texts, batches are smaller. */
const FEW_TEXTS = 20_000;
const SMALL_BATCH = 32;

/**
 * The default settings for a number of texts. With few texts, batches are smaller and there are more epochs, 5 to 30.
 * @param batchSize overrides the default batch size
 */
export function settingsFor(
  numTexts: number,
  batchSize = numTexts < FEW_TEXTS ? SMALL_BATCH : RECURRENT_DEFAULTS.batchSize,
): RecurrentSettings {
  const wanted = Math.ceil(LEAST_STEPS / Math.ceil(numTexts / batchSize));
  const epochs = Math.min(MOST_EPOCHS, Math.max(RECURRENT_DEFAULTS.epochs, wanted));
  return { ...RECURRENT_DEFAULTS, batchSize, epochs };
}
