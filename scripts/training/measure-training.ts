import { loadClassifier, type ModelKind } from '../../classifier/src/index.ts';
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

/** How a model is trained that is measured and thrown away. */
export interface MeasuredTraining extends ModelOptions {
  kind: ModelKind;
  /** Of a recurrent model. */
  pretrained: PretrainedVectors | undefined;
  seed: number;
}

/**
 * Trains a model and measures it on texts that it has not seen: a recurrent one holds out others of its own training
 * to stop by.
 */
export async function measureTraining(
  data: TrainingData,
  heldOut: readonly LabelledText[],
  { kind, pretrained, seed, ...options }: MeasuredTraining,
): Promise<Metrics> {
  const model =
    kind === 'linear'
      ? trainLinearModel(data, seed, options)
      : await trainRecurrentModel(data, seed, { ...options, pretrained });
  return computeMetrics(classifyAll(loadClassifier(model.encode([])), heldOut), data.labels);
}
