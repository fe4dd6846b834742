/*
 * Trains a model:  npm run train -- --data train.tsv --kind linear --out model.bin
 * On the 159,274 phrases of Kaggle's data this takes about a minute.
 */
import { access, constants, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Command, Option } from 'commander';
import {
  loadClassifier,
  type MeasuredAccuracy,
  MODEL_KINDS,
  type ModelKind,
} from '../classifier/src/index.ts';
import { computeMetrics, type Metrics } from '../classifier/src/training/metrics.ts';
import {
  addDataOptions,
  classifyAll,
  type DataOptions,
  type Dataset,
  parseCount,
  readDataset,
} from './data-option.ts';
import { runProgram, UsageError } from './run-program.ts';
import { trainModel } from './train-model.ts';

interface TrainOptions extends DataOptions {
  data: string;
  kind: ModelKind;
  out: string;
  seed: number;
  validation?: string[];
}

const program = addDataOptions(
  new Command('npm run train --')
    .description("Train a model on labelled texts: Kaggle's train.tsv, or any .tsv, .csv, .ndjson or .jsonl.")
    .requiredOption('--data <file>', 'the labelled texts')
    .addOption(new Option('--kind <kind>', 'the kind of model').choices(MODEL_KINDS).default('linear'))
    .requiredOption('--out <file>', 'where the model file is written')
    .option('--seed <n>', 'start of the random numbers: same data and seed, same bytes', parseCount, 1)
    .option('--validation <file...>', 'further labelled texts, to measure the model on'),
);

await runProgram(async () => {
  const options = program.parse().opts<TrainOptions>();
  const { data, out, seed, limit: _, ...columns } = options;
  // Whatever can go wrong is looked for before the long training.
  await access(dirname(out), constants.W_OK).catch((cause: Error) => {
    throw new UsageError(`${out}: cannot be written: ${cause.message}`, { cause });
  });
  const validations: Dataset[] = [];
  for (const file of options.validation ?? []) validations.push(await readDataset(file, columns));
  const training = await readDataset(data, options);
  const model = trainModel(training, seed);
  const unmeasured = loadClassifier(model.encode([]));
  const measured = [
    summarize('cross-validation', computeMetrics(model.heldOut)),
    ...validations.map(({ name, texts }) => summarize(name, computeMetrics(classifyAll(unmeasured, texts)))),
  ];
  const bytes = model.encode(measured);
  await writeWhole(out, bytes);
  for (const { data: measuredOn, count, accuracy, macroF1, expectedCalibrationError } of measured) {
    console.log(
      `accuracy ${accuracy.toFixed(4)}, macro-F1 ${macroF1.toFixed(4)}, expected calibration error ${expectedCalibrationError.toFixed(4)} on ${count} texts (${measuredOn})`,
    );
  }
  console.log(`${loadClassifier(bytes).name} written to ${out} (${bytes.length} bytes)`);
});

function summarize(data: string, metrics: Metrics): MeasuredAccuracy {
  const { count, accuracy, macroF1, meanAbsoluteError, expectedCalibrationError } = metrics;
  return { data, count, accuracy, macroF1, meanAbsoluteError, expectedCalibrationError };
}

/** Writes a file whole or not at all. */
async function writeWhole(path: string, bytes: Uint8Array): Promise<void> {
  const part = `${path}.${process.pid}.part`;
  try {
    await writeFile(part, bytes);
    await rename(part, path);
  } catch (cause) {
    await rm(part, { force: true });
    throw new UsageError(`${path}: cannot be written: ${(cause as Error).message}`, { cause });
  }
}
