/*
 * Writes the card of a model:
 *   npm run model-card -- --data train.tsv --validation validation.tsv --out classifier/models/linear.md
 * On Kaggle's data this takes about ten seconds. The same files give the same card.
 */
import { writeFile } from 'node:fs/promises';
import { Command } from 'commander';
import { type Classifier, loadClassifier, tokenize } from '../classifier/src/index.ts';
import type { LinearArrays } from '../classifier/src/linear/linear.ts';
import type { NgramSettings } from '../classifier/src/linear/ngrams.ts';
import { decodeModel } from '../classifier/src/model-file.ts';
import { computeMetrics } from '../classifier/src/training/metrics.ts';
import { findStrongestNgrams } from '../classifier/src/training/strongest-ngrams.ts';
import { addDataOptions, classifyAll, type DataOptions, type Dataset, readDataset } from './data-option.ts';
import { describeModelCard, type ValidatedFile } from './describe-model-card.ts';
import { DEFAULT_MODEL, MODEL_OPTION_HELP, readModel } from './model-option.ts';
import { runProgram, UsageError } from './run-program.ts';

const NUM_STRONGEST = 15;

interface ModelCardOptions extends DataOptions {
  model: string;
  data: string;
  validation: string[];
  out: string;
}

const program = addDataOptions(
  new Command('npm run model-card --')
    .description('Write the card of a model: data, settings, accuracy, what it goes by, limits.')
    .option('--model <kind|file>', MODEL_OPTION_HELP, DEFAULT_MODEL)
    .requiredOption('--data <file>', 'the labelled texts it was trained on')
    .requiredOption('--validation <file...>', 'labelled texts to measure it on')
    .requiredOption('--out <file>', 'where the card is written, in Markdown'),
);

await runProgram(async () => {
  const options = program.parse().opts<ModelCardOptions>();
  const bytes = await readModel(options.model);
  const classifier = loadClassifier(bytes);
  const { header, arrays } = decodeModel(bytes);
  const training = await readDataset(options.data, options);
  if (training.sha256 !== header.provenance.sha256) {
    throw new UsageError(
      `${options.data} has SHA-256 ${training.sha256}; expected ${header.provenance.sha256}, which ${classifier.name} was trained on`,
    );
  }
  const texts = training.texts.map(({ text, group }) => ({ words: toWords(text), group }));
  const trained = new Set(texts.map(({ words }) => words.join(' ')));
  const validations: ValidatedFile[] = [];
  for (const file of options.validation) {
    validations.push(validate(classifier, await readDataset(file, options), trained));
  }
  const strongest = findStrongestNgrams(
    texts,
    arrays as unknown as LinearArrays,
    header.settings as unknown as NgramSettings,
    NUM_STRONGEST,
  );
  const card = { name: classifier.name, sizeBytes: bytes.length, header, validations, strongest };
  await writeFile(options.out, describeModelCard(card));
  console.log(`card of ${classifier.name} written to ${options.out}`);
});

/** Measures the model on all texts of a file, and on those whose tokens are not among `trained`. */
function validate(
  classifier: Classifier,
  { name, texts }: Dataset,
  trained: ReadonlySet<string>,
): ValidatedFile {
  const outcomes = classifyAll(classifier, texts);
  const unseen = outcomes.filter((_, i) => !trained.has(toWords(texts[i]!.text).join(' ')));
  return {
    data: name,
    metrics: computeMetrics(outcomes),
    unseen: unseen.length === 0 ? undefined : computeMetrics(unseen),
  };
}

function toWords(text: string): string[] {
  return tokenize(text).map((token) => token.normal);
}
