import { encodeModel, type ModelArrays } from '../../classifier/src/model-file.ts';
import type { ModelHeader } from '../../classifier/src/model-header.ts';
import { tokenize } from '../../classifier/src/text/tokenize.ts';
import type { TrainingText } from '../../classifier/training/linear/features.ts';
import { LINEAR_DEFAULTS } from '../../classifier/training/linear/train-linear.ts';
import type { NetworkSettings } from '../../classifier/training/recurrent/settings.ts';
import { type NetworkTraining, trainRecurrent } from '../../classifier/training/recurrent/train-recurrent.ts';
import { HEADER, TINY_REVIEWS } from './tiny-model.ts';

/** Small enough to be trained in a moment. */
export const TINY_SETTINGS: NetworkSettings = {
  numClasses: 5,
  numDimensions: 8,
  numHidden: 4,
  maxWords: 100,
  numSubwords: 64,
  epochs: 12,
  batchSize: 4,
  learningRate: 0.05,
  lastLearningRateShare: 0.1,
  maxGradientNorm: 5,
  wordDropout: 0.05,
  inputDropout: 0.05,
  pooledDropout: 0.05,
};

/** The small reviews, and the strongest of them the other way round. */
export const TINY_TEXTS: readonly TrainingText[] = [
  ...TINY_REVIEWS,
  ...TINY_REVIEWS.filter(({ label }) => label % 4 === 0).map(({ text, label, group }) => ({
    text: text.replace('is', 'is not'),
    label: 4 - label,
    group,
  })),
].map(({ text, label, group }) => ({ words: tokenize(text).map((token) => token.normal), label, group }));

/** What a small recurrent model is trained from; it is validated on the texts themselves, each a sentence. */
const TINY_TRAINING: NetworkTraining = {
  texts: TINY_TEXTS,
  validation: TINY_TEXTS.map((text, i) => ({ ...text, group: String(i) })),
  pretrained: undefined,
  settings: TINY_SETTINGS,
  seed: 1,
  numThreads: 1,
};

/** The header of the model file of a small recurrent model. */
export const RECURRENT_HEADER: ModelHeader = {
  ...HEADER,
  kind: 'recurrent',
  settings: { ...LINEAR_DEFAULTS, ...TINY_SETTINGS },
};

/** The arrays of a small recurrent model. */
export function trainTinyRecurrent(): Promise<ModelArrays> {
  return trainRecurrent(TINY_TRAINING);
}

/** The bytes of a small recurrent model. */
export async function tinyRecurrentBytes(): Promise<Uint8Array> {
  return encodeModel(RECURRENT_HEADER, await trainTinyRecurrent());
}
