import { basename, dirname, join } from 'node:path';
import {
  type DecodedModel,
  decodeModel,
  linearPart,
  type NgramSettings,
} from '../../classifier/internals/index.ts';
import { labelsOf, loadClassifier } from '../../classifier/src/index.ts';
import { findStrongestNgrams } from '../../classifier/training/index.ts';

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

const NUM_STRONGEST = 15;

/** The inputs of a model card. */
export interface ModelCardOptions extends DataOptions {
  /** The labelled texts that the model was trained on. */
  data: string;
  /** The files of labelled texts to measure it on. */
  validation: string[];
  /** The files of whole texts with stars or sides to measure it on. */
  texts: string[];
  /** The meaning of the labels of `texts`, in the format of `parseLabelChoice`. */
  textLabels?: string;
  /** The files of models that differ only in their seed. */
  seeds: string[];
  /** The output of `npm run ablate`; with it a learning curve is drawn. */
  ablation?: string;
  /** The path of the card. */
  out: string;
}

/**
 * Writes the card of a model, and its learning curve beside it.
 * @returns the name of the model
 * @throws UsageError for files that are not of this model
 */
export async function writeModelCard(bytes: Uint8Array, options: ModelCardOptions): Promise<string> {
  const { limit: _, ...columns } = options;
  const classifier = loadClassifier(bytes);
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
  const training = await readDataset(options.data, options, known);
  if (training.sha256 !== header.provenance.sha256) {
    throw new UsageError(
      `${options.data} has SHA-256 ${training.sha256}; expected ${header.provenance.sha256}, which ${classifier.name} was trained on`,
    );
  }
  const datasets: Dataset[] = [];
  for (const file of options.validation) datasets.push(await readDataset(file, columns, known));
  const wholeColumns = { labels: options.textLabels, sides: true };
  const wholeFiles: Dataset[] = [];
  for (const file of options.texts) wholeFiles.push(await readDataset(file, wholeColumns, known));

  const texts = training.texts.map(({ text, group }) => ({ words: toWords(text), group }));
  const trained = new Set(texts.map(({ words }) => words.join(' ')));
  const validations = datasets.map((dataset) => validate(classifier, dataset, trained));
  const wholeTexts = wholeFiles.map((dataset) => measureWholeTexts(classifier, dataset));
  const settings = header.settings as unknown as NgramSettings;
  const curveName = `${basename(options.out, '.md')}-learning-curve.svg`;
  const findings = { decoded, datasets, validations, ablation, curveName };
  const card = describeModelCard({
    name: classifier.name,
    sizeBytes: bytes.length,
    header,
    validations,
    wholeTexts,
    textLabels: options.textLabels,
    seeds,
    strongest: findStrongestNgrams(texts, linearPart(decoded), settings, NUM_STRONGEST),
    recurrent: header.kind === 'recurrent' ? findRecurrent(findings) : undefined,
    behaviour: isOfFiveSentiments(header) ? await measureBehaviour(classifier) : undefined,
  });
  await writeWhole(options.out, card);
  if (ablation !== undefined) {
    await writeWhole(join(dirname(options.out), curveName), await drawLearningCurve(ablation));
  }
  return classifier.name;
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
function findRecurrent(sources: RecurrentSources): RecurrentFindings {
  const { decoded, datasets, validations, ablation, curveName } = sources;
  const accuracies = validations.map((file) => file.metrics.accuracy);
  return {
    opinions: [{ part: 'both, pooled: this model', accuracies }, ...measureOpinions(decoded, datasets)],
    ablation,
    curveName,
  };
}
