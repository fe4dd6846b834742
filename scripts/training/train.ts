import { rm } from 'node:fs/promises';
import {
  loadClassifier,
  type MeasuredAccuracy,
  type ModelKind,
  type TextSettings,
} from '../../classifier/src/index.ts';
import { computeMetrics } from '../../classifier/training/index.ts';
import { checkOutput } from '../program/check-output.ts';
import { classifyAll, type DataOptions, type Dataset, readDataset } from '../program/data-option.ts';
import { UsageError } from '../program/run-program.ts';
import { writeWhole } from '../program/write-whole.ts';
import { checkpointFile, keepCheckpoints } from './checkpoint.ts';
import { learnTexts } from './learn-texts.ts';
import type { VectorSources } from './read-vectors.ts';
import { summarize, type TrainedModel, trainLinearModel, trainRecurrentModel } from './train-model.ts';

/** What is trained, on what, and where to. */
export interface TrainOptions extends DataOptions {
  /** The labelled texts. */
  data: string;
  kind: ModelKind;
  /** For a recurrent model: where its word vectors start from. */
  vectors: string;
  /** For a recurrent model: whether an interrupted training is gone on with. */
  resume?: true;
  /** `balanced` has all classes count alike. */
  classWeights?: 'none' | 'balanced';
  /** Where the model file is written. */
  out: string;
  seed: number;
  /** Whole texts with their labels, from which is learned how sentences make up a text. */
  texts?: string[];
  /** What their labels stand for, as `parseLabelChoice` reads it. */
  textLabels?: string;
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
 * @param readVectors reads what `vectors` names
 * @throws UsageError where it cannot be written, and DatasetError for data that cannot be used, before it trains
 */
export async function train(
  options: TrainOptions,
  readVectors: VectorSources['read'],
): Promise<WrittenModel> {
  const { data, out, seed, limit: _, ...columns } = options;
  const { texts: textFiles = [], validation: validationFiles = [] } = options;
  await checkOutput(out, [data, ...textFiles, ...validationFiles]);
  const training = await readDataset(data, options);
  const validations: Dataset[] = [];
  for (const file of validationFiles) {
    validations.push(await readDataset(file, columns, training.labels));
  }
  const { textLabels: labels, delimiter } = options;
  const wholeColumns = {
    ...(labels && { labels }),
    ...(delimiter && { delimiter }),
    skipUnlabelled: true as const,
  };
  const wholeTexts: Dataset[] = [];
  for (const file of textFiles) {
    wholeTexts.push(await readDataset(file, wholeColumns, training.labels));
  }
  checkTexts(wholeTexts, training);
  const model = await trainKind(training, validations[0], options, readVectors);
  let texts: TextSettings | undefined;
  if (wholeTexts.length > 0) {
    const all = wholeTexts.flatMap((dataset) => dataset.texts);
    texts = learnTexts(loadClassifier(model.encode([])), all, seed);
  }
  const unmeasured = loadClassifier(model.encode([], texts));
  const measured = [
    ...model.heldOut,
    ...validations.map((dataset) =>
      summarize(dataset.name, computeMetrics(classifyAll(unmeasured, dataset.texts), training.labels)),
    ),
  ];
  const bytes = model.encode(measured, texts);
  await writeWhole(out, bytes);
  if (options.kind === 'recurrent') await rm(checkpointFile(out), { force: true });
  return { name: loadClassifier(bytes).name, sizeBytes: bytes.length, measured };
}

/** @throws UsageError where whole texts are given for classes that are no scale */
function checkTexts(wholeTexts: readonly Dataset[], { labels }: Dataset): void {
  if (wholeTexts.length === 0 || labels.isScale) return;
  throw new UsageError(
    '--texts goes with classes in an order, from negative to positive; those of --data are in none',
  );
}

async function trainKind(
  training: Dataset,
  validated: Dataset | undefined,
  { kind, vectors, resume, out, seed, classWeights }: TrainOptions,
  readVectors: VectorSources['read'],
): Promise<TrainedModel> {
  const isBalanced = classWeights === 'balanced';
  if (kind === 'linear') return trainLinearModel(training, seed, isBalanced);
  const validation = validated?.texts;
  const identity = { texts: training.texts, labels: training.labels, validation, isBalanced, vectors, seed };
  const checkpoints = await keepCheckpoints(out, identity, resume);
  const pretrained = await readVectors(vectors);
  return trainRecurrentModel(training, seed, { pretrained, validation, isBalanced, ...checkpoints });
}
