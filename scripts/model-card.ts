/*
 * Writes the card of a model:
 *   npm run model-card -- --data train.tsv --validation validation.tsv --out classifier/models/recurrent.md
 * On Kaggle's data this takes about half a minute. The same files give the same card.
 */
import { basename, dirname, join } from 'node:path';
import { Command } from 'commander';
import { type Classifier, loadClassifier, type ModelHeader, tokenize } from '../classifier/src/index.ts';
import type { LinearArrays } from '../classifier/src/linear/linear.ts';
import type { NgramSettings } from '../classifier/src/linear/ngrams.ts';
import { type DecodedModel, decodeModel } from '../classifier/src/model-file.ts';
import { NGRAM_PREFIX } from '../classifier/src/recurrent/recurrent.ts';
import { findStrongestNgrams } from '../classifier/training/linear/strongest-ngrams.ts';
import { computeMetrics } from '../classifier/training/metrics.ts';
import type { ValidatedFile } from './model-card/accuracy.ts';
import { describeModelCard } from './model-card/card.ts';
import { drawLearningCurve } from './model-card/learning-curve.ts';
import { measureOpinions, readAblation, tryBehaviour } from './model-card/recurrent-findings.ts';
import {
  addDataOptions,
  classifyAll,
  type DataOptions,
  type Dataset,
  readDataset,
} from './program/data-option.ts';
import { DEFAULT_MODEL, MODEL_OPTION_HELP, readModel } from './program/model-option.ts';
import { readFile } from './program/read-file.ts';
import { runProgram, UsageError } from './program/run-program.ts';
import { writeWhole } from './program/write-whole.ts';

const NUM_STRONGEST = 15;

interface ModelCardOptions extends DataOptions {
  model: string;
  data: string;
  validation: string[];
  seeds: string[];
  ablation?: string;
  out: string;
}

const program = addDataOptions(
  new Command('npm run model-card --')
    .description('Write the card of a model: data, settings, accuracy, what it goes by, limits.')
    .option('--model <kind|file>', MODEL_OPTION_HELP, DEFAULT_MODEL)
    .requiredOption('--data <file>', 'the labelled texts it was trained on')
    .requiredOption('--validation <file...>', 'labelled texts to measure it on')
    .option('--seeds <file...>', 'models that differ from it by their seed alone', [])
    .option('--ablation <file>', 'for recurrent: what "npm run ablate" wrote; draws a learning curve too')
    .requiredOption('--out <file>', 'where the card is written, in Markdown'),
);

await runProgram(async () => {
  const options = program.parse().opts<ModelCardOptions>();
  const { limit: _, ...columns } = options;
  const bytes = await readModel(options.model);
  const classifier = loadClassifier(bytes);
  const decoded = decodeModel(bytes);
  const { header } = decoded;
  if (options.ablation !== undefined && header.kind !== 'recurrent') {
    throw new UsageError(`--ablation is for a recurrent model; ${classifier.name} is ${header.kind}`);
  }
  const seeds = await readSeeds(options.seeds, header);
  const ablation = options.ablation === undefined ? undefined : await readAblation(options.ablation, header);
  const training = await readDataset(options.data, options);
  if (training.sha256 !== header.provenance.sha256) {
    throw new UsageError(
      `${options.data} has SHA-256 ${training.sha256}; expected ${header.provenance.sha256}, which ${classifier.name} was trained on`,
    );
  }
  const datasets: Dataset[] = [];
  for (const file of options.validation) datasets.push(await readDataset(file, columns));

  const texts = training.texts.map(({ text, group }) => ({ words: toWords(text), group }));
  const trained = new Set(texts.map(({ words }) => words.join(' ')));
  const validations = datasets.map((dataset) => validate(classifier, dataset, trained));
  const curveName = `${basename(options.out, '.md')}-learning-curve.svg`;
  const whole = {
    part: 'both, pooled: this model',
    accuracies: validations.map((file) => file.metrics.accuracy),
  };
  const card = describeModelCard({
    name: classifier.name,
    sizeBytes: bytes.length,
    header,
    validations,
    seeds,
    strongest: findStrongestNgrams(
      texts,
      linearArrays(decoded),
      header.settings as unknown as NgramSettings,
      NUM_STRONGEST,
    ),
    recurrent:
      header.kind === 'recurrent'
        ? {
            opinions: [whole, ...measureOpinions(decoded, datasets)],
            ablation,
            curveName,
            behaviour: await tryBehaviour(classifier),
          }
        : undefined,
  });
  await writeText(options.out, card);
  if (ablation !== undefined) {
    await writeText(join(dirname(options.out), curveName), await drawLearningCurve(ablation));
  }
  console.log(`card of ${classifier.name} written to ${options.out}`);
});

/**
 * The headers of models that differ from another by their seed alone.
 * @throws UsageError where they differ by more, or not at all
 */
async function readSeeds(files: readonly string[], own: ModelHeader): Promise<ModelHeader[]> {
  const seeds: ModelHeader[] = [];
  for (const file of files) {
    const { header } = decodeModel(await readFile(file));
    if (JSON.stringify(withoutSeed(header)) !== JSON.stringify(withoutSeed(own))) {
      throw new UsageError(
        `${file}: its kind, settings, data or validation files are others; expected a model that differs by its seed alone`,
      );
    }
    if ([own, ...seeds].some(({ provenance }) => provenance.seed === header.provenance.seed)) {
      throw new UsageError(`${file}: seed ${header.provenance.seed} is there already; expected another`);
    }
    seeds.push(header);
  }
  return seeds;
}

/** What models trained alike have in common. */
function withoutSeed({ kind, settings, provenance, measured }: ModelHeader): object {
  const { data, sha256, rows } = provenance;
  return [kind, settings, data, sha256, rows, measured.map((entry) => [entry.data, entry.count])];
}

/** Measures the model on all texts of a file, and on those whose tokens are not among `trained`. */
function validate(
  classifier: Classifier,
  { name, sha256, texts }: Dataset,
  trained: ReadonlySet<string>,
): ValidatedFile {
  const outcomes = classifyAll(classifier, texts);
  const unseen = outcomes.filter((_, i) => !trained.has(toWords(texts[i]!.text).join(' ')));
  return {
    data: name,
    sha256,
    metrics: computeMetrics(outcomes),
    unseen: unseen.length === 0 ? undefined : computeMetrics(unseen),
  };
}

/** The arrays of a linear model, or of the linear part of a recurrent one. */
function linearArrays({ header, arrays }: DecodedModel): LinearArrays {
  const prefix = header.kind === 'recurrent' ? NGRAM_PREFIX : '';
  const named = Object.entries(arrays).filter(([name]) => name.startsWith(prefix));
  return Object.fromEntries(
    named.map(([name, array]) => [name.slice(prefix.length), array]),
  ) as unknown as LinearArrays;
}

function toWords(text: string): string[] {
  return tokenize(text).map((token) => token.normal);
}

function writeText(path: string, text: string): Promise<void> {
  return writeWhole(path, new TextEncoder().encode(text));
}
