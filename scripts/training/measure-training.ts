import { loadClassifier, type SmallKind } from '../../classifier/src/index.ts';
import {
  computeMetrics,
  type LabelledText,
  type Metrics,
  type PretrainedVectors,
} from '../../classifier/training/index.ts';
import { classifyAll } from '../program/data-option.ts';
import {
  type ModelOptions,
  type TrainingData,
  trainLinearModel,
  trainRecurrentModel,
} from './train-model.ts';

/** The options of a training whose model is measured and then discarded. */
export interface MeasuredTraining extends ModelOptions {
  kind: SmallKind;
  /** Only for a recurrent model. */
  pretrained: PretrainedVectors | undefined;
  seed: number;
}

/**
 * Trains a model and measures it on unseen texts. A recurrent model holds out some of its training texts to choose the
 * best epoch.
 */
export async function measureTraining(
  data: TrainingData,
  heldOut: readonly LabelledText[],
  { kind, pretrained, seed, ...options }: MeasuredTraining,
): Promise<Metrics> {
  const model =
    kind === 'linear'
      ? await trainLinearModel(data, seed, options)
      : await trainRecurrentModel(data, seed, { ...options, pretrained });
  return computeMetrics(await classifyAll(loadClassifier(model.encode([])), heldOut), data.labels);
}
