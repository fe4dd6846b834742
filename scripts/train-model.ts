import { SENTIMENTS, tokenize } from '../classifier/src/index.ts';
import { encodeModel, type MeasuredAccuracy, type ModelHeader } from '../classifier/src/model-file.ts';
import type { LabelledText } from '../classifier/src/training/dataset.ts';
import type { TrainingText } from '../classifier/src/training/features.ts';
import type { Outcome } from '../classifier/src/training/metrics.ts';
import { LINEAR_DEFAULTS, trainLinear } from '../classifier/src/training/train-linear.ts';
import type { Dataset } from './data-option.ts';
import { withProgress } from './progress.ts';

/** A trained model, ready to be written once its accuracy is known. */
export interface TrainedModel {
  /** What was said of each text while it was held out. */
  heldOut: Outcome[];
  /** The bytes of the model file that says it was measured so. */
  encode(measured: MeasuredAccuracy[]): Uint8Array;
}

/** Trains a linear model on a data set, telling progress on standard error. */
export function trainModel({ name, sha256, texts }: Dataset, seed: number): TrainedModel {
  const tokenized = tokenizeAll(texts);
  const bar = { label: 'train', total: undefined, unit: 'support vector machines' };
  const { arrays, heldOut } = withProgress(bar, (update) =>
    trainLinear(tokenized, seed, (done, total) => update(done, `of ${total}`)),
  );
  const { maxEpochs, tolerance, numFolds, maxFeatures, ...settings } = LINEAR_DEFAULTS;
  const header: Omit<ModelHeader, 'measured'> = {
    kind: 'linear',
    labels: SENTIMENTS,
    settings: { ...settings, maxEpochs, tolerance, numFolds, maxFeatures },
    vocabulary: { numFeatures: arrays.hashes.length },
    provenance: { data: name, sha256, rows: texts.length, seed },
  };
  return { heldOut, encode: (measured) => encodeModel({ ...header, measured }, { ...arrays }) };
}

function tokenizeAll(texts: readonly LabelledText[]): TrainingText[] {
  return withProgress({ label: 'tokenize', total: texts.length, unit: 'texts' }, (update) =>
    texts.map(({ text, label, group }, i) => {
      update(i + 1);
      return { words: tokenize(text).map((token) => token.normal), label, group };
    }),
  );
}
