import { rm } from 'node:fs/promises';
import { basename } from 'node:path';
import {
  loadClassifier,
  type MeasuredAccuracy,
  type SmallKind,
  tokenize,
} from '../../classifier/src/index.ts';
import { computeMetrics, type PretrainedVectors } from '../../classifier/training/index.ts';
import { checkOutput } from '../program/check-output.ts';
import { classifyAll, type Dataset, readDataset } from '../program/data-option.ts';
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
import { readSoft } from './read-soft.ts';
import { describeFile, readSources, type SourceOptions } from './read-sources.ts';
import type { VectorSources } from './read-vectors.ts';
import { describeSearch, searchSettings } from './search-settings.ts';
import {
  countTexts,
  summarize,
  type TrainedModel,
  type TrainingData,
  trainLinearModel,
  trainRecurrentModel,
} from './train-model.ts';
import { recordTraining } from './training-record.ts';

/** The options of a training. */
export interface TrainOptions extends SourceOptions, ChosenSettings {
  kind: SmallKind;
  /** For a recurrent model: the source of the initial word vectors. */
  vectors: string;
  /** Whether to resume an interrupted training. */
  resume?: true;
  /** `balanced` gives all classes the same total weight. */
  classWeights?: 'none' | 'balanced';
  /** The path of the model file. */
  out: string;
  seed: number;
  /** The unit that the model reads; by default it is chosen from the texts. */
  unit?: Unit;
  /** The number of folds for cross-validation. */
  folds?: number;
  /** The number of settings to try in a search. */
  search?: number;
  /** The time after which the search starts no new trial, in minutes. */
  minutes?: number;
}

/** Options completed from the texts. */
interface ResolvedOptions extends Omit<TrainOptions, 'unit'> {
  unit: Unit;
  settings: TrainingSettings;
}

/** A model that was trained and written to a file. */
export interface WrittenModel {
  name: string;
  sizeBytes: number;
  measured: MeasuredAccuracy[];
}

/**
 * Trains a model, measures it, writes it, and shows progress on standard error.
 * @param readVectors reads the vectors that `vectors` names
 * @throws UsageError before training, if the model cannot be written
 * @throws DatasetError before training, for invalid data
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
  const settings = resolveSettings(unit, countTexts(training), chosen);
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
  const measured = [...model.heldOut];
  for (const dataset of validations) {
    const outcomes = await classifyAll(unmeasured, dataset.texts);
    measured.push(summarize(dataset.name, computeMetrics(outcomes, training.labels)));
  }
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
    softData: training.soft?.files ?? [],
    seed,
    settings: header.settings,
    measured,
    seconds: Math.round((performance.now() - start) / 100) / 10,
    sizeBytes: bytes.length,
  });
  return { name, sizeBytes: bytes.length, measured };
}

/** The data that a training reads. */
interface ReadTraining {
  /** The training texts; near-duplicates share a group. */
  training: TrainingData;
  validations: Dataset[];
  wholeTexts: Dataset[];
  unit: Unit;
}

/**
 * Reads all data for training and measuring.
 * @throws UsageError if the model cannot be written
 * @throws DatasetError for invalid data
 */
async function readTraining(options: TrainOptions): Promise<ReadTraining> {
  const { data, out, seed } = options;
  const { texts: textFiles = [], soft: softFiles = [], validation: validationFiles = [] } = options;
  await checkOutput(out, [data, ...textFiles, ...softFiles, ...validationFiles]);
  const { dataset, validations, wholeTexts, soft, citations } = await readSources(options);
  const sources = {
    ...(wholeTexts.length > 0 && { textData: wholeTexts.map(describeFile) }),
    ...(soft && { softData: soft.files }),
    ...(options.kind === 'recurrent' && { vectors: basename(options.vectors) }),
    ...(citations && { citations }),
  };
  const training = { ...dataset, texts: groupTexts(dataset.texts, seed), soft, sources };
  return { training, validations, wholeTexts, unit: findUnit(training, options) };
}

/** The normalized tokens of a data set, soft texts included. */
function listWords({ texts, soft }: TrainingData): ReadonlySet<string> {
  const words = new Set<string>();
  for (const { text } of [...texts, ...(soft?.texts ?? [])]) {
    for (const { normal } of tokenize(text)) words.add(normal);
  }
  return words;
}

/** The chosen settings. Initial vectors set the number of dimensions unless it was chosen. */
function chooseSettings(options: TrainOptions, pretrained: PretrainedVectors | undefined): ChosenSettings {
  const { numDimensions = pretrained?.numDimensions } = options;
  return { ...pickSettings(options), ...(numDimensions !== undefined && { numDimensions }) };
}

/**
 * All options of a training, including those derived from its texts, in the format of `--config`.
 * @throws UsageError and DatasetError, as `train` does
 */
export async function describeConfig({ vectors, ...options }: TrainOptions): Promise<object> {
  const dataset = await readDataset(options.data, options);
  const { texts, labels } = dataset;
  const soft = await readSoft(
    options,
    labels.names,
    texts.map(({ text }) => text),
  );
  const unit = findUnit(dataset, { vectors, ...options });
  const numTexts = countTexts({ ...dataset, soft });
  const { ngrams, network, misspelledShare } = resolveSettings(unit, numTexts, options);
  // Initial vectors set the number of dimensions unless it was chosen.
  const ofNetwork = { vectors, ...network, numDimensions: options.numDimensions };
  return {
    ...options,
    unit,
    ...(soft && { softWeight: soft.weight, softMinTexts: soft.minTexts }),
    ...ngrams,
    misspelledShare,
    ...(options.kind === 'recurrent' && ofNetwork),
  };
}

/** Finds the unit of the model. @throws UsageError if sentences are to be combined but the model reads whole texts */
function findUnit({ texts }: Dataset, { unit, texts: textFiles }: TrainOptions): Unit {
  if (textFiles !== undefined) {
    if (unit === 'text') {
      throw new UsageError(
        '--texts teaches a model to combine sentences; a model with --unit text does not read single sentences',
      );
    }
    return 'sentence';
  }
  if (unit !== undefined) return unit;
  const chosen = chooseUnit(texts);
  if (chosen === 'text') {
    console.error(
      'most texts have several sentences: the model reads a text as a whole (--unit sentence makes it read each sentence)',
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
  const soft = training.soft && { ...training.soft, texts: undefined };
  if (kind === 'linear') {
    const identity = { kind, texts, labels, isBalanced, soft, seed, settings };
    const machines = await keepMachines(out, identity, resume);
    return trainLinearModel(training, seed, { unit, isBalanced, settings, machines });
  }
  const validation = validated?.texts;
  const identity = { kind, texts, labels, validation, isBalanced, vectors, soft, seed, settings };
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
