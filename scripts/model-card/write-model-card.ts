import { basename, dirname, join } from 'node:path';
import {
  type DecodedModel,
  decodeModel,
  linearPart,
  type NgramSettings,
} from '../../classifier/internals/index.ts';
import { labelsOf } from '../../classifier/src/index.ts';
import { findStrongestNgrams, type StrongestNgrams } from '../../classifier/training/index.ts';
import type { AnyClassifier } from '../program/classify-texts.ts';
import { type DataOptions, type Dataset, knownLabelsOf, readDataset } from '../program/data-option.ts';
import { UsageError } from '../program/run-program.ts';
import { writeWhole } from '../program/write-whole.ts';
import { type Ablation, readAblation } from './ablation.ts';
import type { ValidatedFile } from './accuracy.ts';
import { describeModelCard, type RecurrentFindings } from './card.ts';
import { isOfFiveSentiments } from './kinds.ts';
import { drawLearningCurve } from './learning-curve.ts';
import { measureBehaviour, measureOpinions, measureWholeTexts, toWords, validate } from './measure.ts';
import { readSeeds } from './seeds.ts';
import type { WholeTexts } from './whole-texts.ts';

const NUM_STRONGEST = 15;

/** The inputs of a model card. */
export interface ModelCardOptions extends DataOptions {
  /** The labelled texts that the model was trained on; a transformer need not know them. */
  data?: string;
  /** The files of labelled texts to measure it on. */
  validation: string[];
  /** The files of whole texts with stars or sides to measure it on. */
  texts: string[];
  /** The meaning of the labels of `texts`, in the format of `parseLabelChoice`. */
  textLabels?: string;
  /** How long the training took, such as `20 minutes on 2 cores`. */
  trainingTime?: string;
  /** The files of models that differ only in their seed. */
  seeds: string[];
  /** The output of `npm run ablate`; with it a learning curve is drawn. */
  ablation?: string;
  /** The path of the card. */
  out: string;
}

/**
 * Writes the card of a model, and its learning curve beside it.
 * @param classifier the model
 * @param bytes its file
 * @throws UsageError for files that are not of this model
 */
export async function writeModelCard(
  classifier: AnyClassifier,
  bytes: Uint8Array,
  options: ModelCardOptions,
): Promise<void> {
  const { limit: _, ...others } = options;
  // The limit is that of --data.
  const columns = options.data === undefined ? options : others;
  const decoded = decodeModel(bytes);
  const { header } = decoded;
  if (options.ablation !== undefined && header.kind !== 'recurrent') {
    throw new UsageError(`--ablation is for a recurrent model; ${classifier.name} is ${header.kind}`);
  }
  if (options.texts.length > 0 && !labelsOf(header).isScale) {
    throw new UsageError(`--texts goes with classes in an order; those of ${classifier.name} are in none`);
  }
  const seeds = await readSeeds(options.seeds, header);
  const ablation = options.ablation === undefined ? undefined : await readAblation(options.ablation, header);
  const known = knownLabelsOf(classifier);
  const training = await readTraining(classifier, options);
  const datasets: Dataset[] = [];
  for (const file of options.validation) datasets.push(await readDataset(file, columns, known));
  const wholeColumns = { labels: options.textLabels, sides: true };
  const wholeFiles: Dataset[] = [];
  for (const file of options.texts) wholeFiles.push(await readDataset(file, wholeColumns, known));

  const texts = training?.texts.map(({ text, group }) => ({ words: toWords(text), group }));
  const trained = texts && new Set(texts.map(({ words }) => words.join(' ')));
  const validations: ValidatedFile[] = [];
  for (const dataset of datasets) validations.push(await validate(classifier, dataset, trained));
  const wholeTexts: WholeTexts[] = [];
  for (const dataset of wholeFiles) wholeTexts.push(await measureWholeTexts(classifier, dataset));
  const curveName = `${basename(options.out, '.md')}-learning-curve.svg`;
  const findings = { decoded, datasets, validations, ablation, curveName };
  const card = describeModelCard({
    name: classifier.name,
    sizeBytes: bytes.length,
    header,
    validations,
    wholeTexts,
    textLabels: options.textLabels,
    trainingTime: options.trainingTime,
    seeds,
    strongest: header.kind === 'transformer' ? undefined : findStrongest(decoded, texts!),
    recurrent: header.kind === 'recurrent' ? await findRecurrent(findings) : undefined,
    behaviour: isOfFiveSentiments(header) ? await measureBehaviour(classifier) : undefined,
  });
  await writeWhole(options.out, card);
  if (ablation !== undefined) {
    await writeWhole(join(dirname(options.out), curveName), await drawLearningCurve(ablation));
  }
}

/**
 * Reads the texts that a model was trained on.
 * @throws UsageError if they are other ones, or are missing though the card needs them
 */
async function readTraining(
  { name, header }: AnyClassifier,
  options: ModelCardOptions,
): Promise<Dataset | undefined> {
  const { kind, provenance } = header;
  if (options.data === undefined) {
    if (kind === 'transformer') return undefined;
    throw new UsageError(`the card of ${name} needs --data, the labelled texts it was trained on`);
  }
  if (provenance.sha256 === undefined) {
    throw new UsageError(`${name} does not say what it was trained on; expected no --data`);
  }
  const training = await readDataset(options.data, options, knownLabelsOf({ header }));
  if (training.sha256 === provenance.sha256) return training;
  throw new UsageError(
    `${options.data} has SHA-256 ${training.sha256}; expected ${provenance.sha256}, which ${name} was trained on`,
  );
}

/** Finds the n-grams that speak most for each class. */
function findStrongest(
  decoded: DecodedModel,
  texts: Parameters<typeof findStrongestNgrams>[0],
): StrongestNgrams {
  const settings = decoded.header.settings as unknown as NgramSettings;
  return findStrongestNgrams(texts, linearPart(decoded), settings, NUM_STRONGEST);
}

/** The sources of a recurrent model's card. */
interface RecurrentSources {
  decoded: DecodedModel;
  datasets: readonly Dataset[];
  validations: readonly ValidatedFile[];
  ablation: Ablation | undefined;
  curveName: string;
}

/** Collects the additional content of a recurrent model's card. */
async function findRecurrent(sources: RecurrentSources): Promise<RecurrentFindings> {
  const { decoded, datasets, validations, ablation, curveName } = sources;
  const accuracies = validations.map((file) => file.metrics.accuracy);
  return {
    opinions: [
      { part: 'both, pooled: this model', accuracies },
      ...(await measureOpinions(decoded, datasets)),
    ],
    ablation,
    curveName,
  };
}
