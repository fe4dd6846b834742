import { rm } from 'node:fs/promises';
import {
  type DataFile,
  loadClassifier,
  type MeasuredAccuracy,
  type ModelKind,
  tokenize,
} from '../../classifier/src/index.ts';
import { computeMetrics, type PretrainedVectors } from '../../classifier/training/index.ts';
import { checkOutput } from '../program/check-output.ts';
import { classifyAll, type DataOptions, type Dataset, readDataset } from '../program/data-option.ts';
import { readFile } from '../program/read-file.ts';
import { UsageError } from '../program/run-program.ts';
import { writeWhole } from '../program/write-whole.ts';
import { checkpointFile, keepCheckpoints } from './checkpoint.ts';
import { chooseUnit, type Unit } from './choose-unit.ts';
import { crossValidate, describeCrossValidation } from './cross-validate.ts';
import { groupTexts } from './group-texts.ts';
import {
  type ChosenSettings,
  pickSettings,
  resolveSettings,
  type TrainingSettings,
} from './hyper-parameters.ts';
import { learnTexts } from './learn-texts.ts';
import { keepMachines } from './machine-checkpoint.ts';
import type { VectorSources } from './read-vectors.ts';
import { describeSearch, searchSettings } from './search-settings.ts';
import {
  summarize,
  type TrainedModel,
  type TrainingData,
  trainLinearModel,
  trainRecurrentModel,
} from './train-model.ts';
import { recordTraining } from './training-record.ts';

/** What is trained, on what, and where to. */
export interface TrainOptions extends DataOptions, ChosenSettings {
  /** The labelled texts. */
  data: string;
  kind: ModelKind;
  /** For a recurrent model: where its word vectors start from. */
  vectors: string;
  /** Whether an interrupted training is resumed. */
  resume?: true;
  /** `balanced` has all classes count alike. */
  classWeights?: 'none' | 'balanced';
  /** Where the model file is written. */
  out: string;
  seed: number;
  /** What the model reads at a time; without it the texts tell. */
  unit?: Unit;
  /** Whole texts with their labels, from which is learned how sentences make up a text. */
  texts?: string[];
  /** What their labels stand for, as `parseLabelChoice` reads it. */
  textLabels?: string;
  /** A file with a line for each who gave the data. */
  cite?: string;
  /** Further labelled texts, to measure the model on. */
  validation?: string[];
  /** In how many folds the texts are dealt, to measure models trained without one of them. */
  folds?: number;
  /** How many settings are tried, of which the best are trained with. */
  search?: number;
  /** When the search begins no new trial, in minutes. */
  minutes?: number;
}

/** Options with all that the texts tell where a person does not. */
interface ResolvedOptions extends Omit<TrainOptions, 'unit'> {
  unit: Unit;
  settings: TrainingSettings;
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
  const start = performance.now();
  const { kind, out, seed, folds, search } = options;
  const { training, validations, wholeTexts, unit } = await readTraining(options);
  const pretrained =
    kind === 'recurrent' ? await readVectors(options.vectors, () => listWords(training)) : undefined;
  const isBalanced = options.classWeights === 'balanced';
  const measuring = { kind, unit, isBalanced, pretrained, seed };
  let chosen = chooseSettings(options, pretrained);
  if (search !== undefined) {
    const { minutes } = options;
    const validation = validations[0]?.texts;
    const found = await searchSettings(training, measuring, {
      numTrials: search,
      minutes,
      chosen,
      validation,
    });
    console.log(`${describeSearch(kind, found)}\n`);
    chosen = found.best;
  }
  const settings = resolveSettings(unit, training.texts.length, chosen);
  if (folds !== undefined) {
    const found = await crossValidate(training, folds, { ...measuring, settings });
    console.log(`${describeCrossValidation(found)}\n`);
  }
  const model = await trainKind(training, validations[0], { ...options, unit, settings }, pretrained);
  const texts =
    wholeTexts.length === 0
      ? undefined
      : learnTexts(
          model.encode([]),
          training.labels.names.length,
          wholeTexts.flatMap((dataset) => dataset.texts),
          wholeTexts.flatMap((dataset) => dataset.sided),
          seed,
        );
  const unmeasured = loadClassifier(model.encode([], texts));
  const measured = [
    ...model.heldOut,
    ...validations.map((dataset) =>
      summarize(dataset.name, computeMetrics(classifyAll(unmeasured, dataset.texts), training.labels)),
    ),
  ];
  const bytes = model.encode(measured, texts);
  await writeWhole(out, bytes);
  await rm(checkpointFile(out), { force: true });
  const { name, header } = loadClassifier(bytes);
  await recordTraining({
    time: new Date().toISOString(),
    model: name,
    out,
    kind: header.kind,
    unit,
    numClasses: header.labels.length,
    data: describeFile(training),
    textData: wholeTexts.map(describeFile),
    seed,
    settings: header.settings,
    measured,
    seconds: Math.round((performance.now() - start) / 100) / 10,
    sizeBytes: bytes.length,
  });
  return { name, sizeBytes: bytes.length, measured };
}

/** What a training reads. */
interface ReadTraining {
  /** Near-duplicates have one group. */
  training: TrainingData;
  validations: Dataset[];
  wholeTexts: Dataset[];
  unit: Unit;
}

/**
 * Reads all that is trained and measured on.
 * @throws UsageError where the model cannot be written, and DatasetError for data that cannot be used
 */
async function readTraining(options: TrainOptions): Promise<ReadTraining> {
  const { data, out, seed, limit: _, ...columns } = options;
  const { texts: textFiles = [], validation: validationFiles = [] } = options;
  await checkOutput(out, [data, ...textFiles, ...validationFiles]);
  const dataset = await readDataset(data, options);
  const validations: Dataset[] = [];
  for (const file of validationFiles) {
    validations.push(await readDataset(file, columns, dataset.labels));
  }
  const { textLabels: labels, delimiter } = options;
  const wholeColumns = {
    ...(labels && { labels }),
    ...(delimiter && { delimiter }),
    skipUnlabelled: true as const,
    sides: true,
  };
  const wholeTexts: Dataset[] = [];
  for (const file of textFiles) {
    wholeTexts.push(await readDataset(file, wholeColumns, dataset.labels));
  }
  checkTexts(wholeTexts, dataset);
  const sources = {
    ...(wholeTexts.length > 0 && { textData: wholeTexts.map(describeFile) }),
    ...(options.cite !== undefined && { citations: await readCitations(options.cite) }),
  };
  const training = { ...dataset, texts: groupTexts(dataset.texts, seed), sources };
  return { training, validations, wholeTexts, unit: findUnit(training, options) };
}

/** The normal forms of all tokens of a data set. */
function listWords({ texts }: Dataset): ReadonlySet<string> {
  return new Set(texts.flatMap(({ text }) => tokenize(text).map(({ normal }) => normal)));
}

/** The settings that were chosen; vectors to start from tell how many numbers they have where nobody does. */
function chooseSettings(options: TrainOptions, pretrained: PretrainedVectors | undefined): ChosenSettings {
  const { numDimensions = pretrained?.numDimensions } = options;
  return { ...pickSettings(options), ...(numDimensions !== undefined && { numDimensions }) };
}

/**
 * All options of a training, those too that its texts tell, as `--config` takes them.
 * @throws UsageError and DatasetError, as `train` does
 */
export async function describeConfig({ vectors, ...options }: TrainOptions): Promise<object> {
  const dataset = await readDataset(options.data, options);
  const unit = findUnit(dataset, { vectors, ...options });
  const { ngrams, network, misspelledShare } = resolveSettings(unit, dataset.texts.length, options);
  // The vectors tell their numbers where nobody does.
  const ofNetwork = { vectors, ...network, numDimensions: options.numDimensions };
  return { ...options, unit, ...ngrams, misspelledShare, ...(options.kind === 'recurrent' && ofNetwork) };
}

const describeFile = ({ name, sha256, texts, sided }: Dataset): DataFile => ({
  data: name,
  sha256,
  rows: texts.length + sided.length,
});

/** The lines of a file of citations. @throws UsageError where there are none */
async function readCitations(path: string): Promise<string[]> {
  const lines = new TextDecoder().decode(await readFile(path)).split(/\r?\n/);
  const citations = lines.map((line) => line.trim()).filter((line) => line !== '');
  if (citations.length > 0) return citations;
  throw new UsageError(`${path} is empty; expected a line for each who gave the data`);
}

/** @throws UsageError where whole texts are given for classes that are no scale */
function checkTexts(wholeTexts: readonly Dataset[], { labels }: Dataset): void {
  if (wholeTexts.length === 0 || labels.isScale) return;
  throw new UsageError(
    '--texts goes with classes in an order, from negative to positive; those of --data are in none',
  );
}

/** @throws UsageError where sentences are to be combined that the model does not read one by one */
function findUnit({ texts }: Dataset, { unit, texts: textFiles }: TrainOptions): Unit {
  if (textFiles !== undefined) {
    if (unit === 'text') {
      throw new UsageError(
        '--texts tells how sentences make up a text; a model of --unit text reads none alone',
      );
    }
    return 'sentence';
  }
  if (unit !== undefined) return unit;
  const chosen = chooseUnit(texts);
  if (chosen === 'text') {
    console.error(
      'most texts have several sentences: the model reads a text as a whole (--unit sentence has it read one by one)',
    );
  }
  return chosen;
}

async function trainKind(
  training: TrainingData,
  validated: Dataset | undefined,
  { kind, vectors, resume, out, seed, classWeights, unit, settings }: ResolvedOptions,
  pretrained: PretrainedVectors | undefined,
): Promise<TrainedModel> {
  const isBalanced = classWeights === 'balanced';
  const { texts, labels } = training;
  if (kind === 'linear') {
    const identity = { kind, texts, labels, isBalanced, seed, settings };
    const machines = await keepMachines(out, identity, resume);
    return trainLinearModel(training, seed, { unit, isBalanced, settings, machines });
  }
  const validation = validated?.texts;
  const identity = { kind, texts, labels, validation, isBalanced, vectors, seed, settings };
  const checkpoints = await keepCheckpoints(out, identity, resume);
  return trainRecurrentModel(training, seed, {
    pretrained,
    validation,
    unit,
    isBalanced,
    settings,
    ...checkpoints,
  });
}
