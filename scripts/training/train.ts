import { rm } from 'node:fs/promises';
import { loadClassifier, type MeasuredAccuracy, type ModelKind } from '../../classifier/src/index.ts';
import { computeMetrics } from '../../classifier/training/index.ts';
import { checkOutput } from '../program/check-output.ts';
import { classifyAll, type DataOptions, type Dataset, readDataset } from '../program/data-option.ts';
import { writeWhole } from '../program/write-whole.ts';
import { checkpointFile, keepCheckpoints } from './checkpoint.ts';
import type { VECTORS } from './read-vectors.ts';
import { summarize, type TrainedModel, trainLinearModel, trainRecurrentModel } from './train-model.ts';

/** How classes may be weighed, for the help of a program. */
export const CLASS_WEIGHTS = ['none', 'balanced'] as const;

/** What is trained, on what, and where to. */
export interface TrainOptions extends DataOptions {
  /** The labelled texts. */
  data: string;
  kind: ModelKind;
  /** For a recurrent model: the word vectors training starts from. */
  vectors: (typeof VECTORS)[number];
  /** For a recurrent model: whether an interrupted training is gone on with. */
  resume?: true;
  /** `balanced` has all classes count alike. */
  classWeights?: (typeof CLASS_WEIGHTS)[number];
  /** Where the model file is written. */
  out: string;
  seed: number;
  /** Further labelled texts, to measure the model on. */
  validation?: string[];
}

/** A model that was trained and written. */
export interface WrittenModel {
  name: string;
  sizeBytes: number;
  measured: MeasuredAccuracy[];
}

/**
 * Trains a model, measures it and writes it, telling progress on standard error.
 * @throws UsageError where it cannot be written, and DatasetError for data that cannot be used, before it trains
 */
export async function train(options: TrainOptions): Promise<WrittenModel> {
  const { data, out, limit: _, ...columns } = options;
  await checkOutput(out, [data, ...(options.validation ?? [])]);
  const training = await readDataset(data, options);
  const validations: Dataset[] = [];
  for (const file of options.validation ?? []) {
    validations.push(await readDataset(file, columns, training.labels));
  }
  const model = await trainKind(training, validations[0], options);
  const unmeasured = loadClassifier(model.encode([]));
  const measured = [
    ...model.heldOut,
    ...validations.map(({ name, texts }) =>
      summarize(name, computeMetrics(classifyAll(unmeasured, texts), training.labels)),
    ),
  ];
  const bytes = model.encode(measured);
  await writeWhole(out, bytes);
  if (options.kind === 'recurrent') await rm(checkpointFile(out), { force: true });
  return { name: loadClassifier(bytes).name, sizeBytes: bytes.length, measured };
}

async function trainKind(
  training: Dataset,
  validated: Dataset | undefined,
  { kind, vectors, resume, out, seed, classWeights }: TrainOptions,
): Promise<TrainedModel> {
  const isBalanced = classWeights === 'balanced';
  if (kind === 'linear') return trainLinearModel(training, seed, isBalanced);
  const validation = validated?.texts;
  const identity = { texts: training.texts, labels: training.labels, validation, isBalanced, vectors, seed };
  const checkpoints = await keepCheckpoints(out, identity, resume);
  return trainRecurrentModel(training, seed, { vectors, validation, isBalanced, ...checkpoints });
}
