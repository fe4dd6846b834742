/*
 * Trains a model:  npm run train -- --data train.tsv --kind linear --out model.bin
 * On the 159,274 phrases of Kaggle's data this takes about a minute.
 */
import { rm } from 'node:fs/promises';
import { Command, Option } from 'commander';
import { loadClassifier, MODEL_KINDS, type ModelKind } from '../classifier/src/index.ts';
import { computeMetrics } from '../classifier/training/metrics.ts';
import { checkOutput } from './program/check-output.ts';
import {
  addDataOptions,
  classifyAll,
  type DataOptions,
  type Dataset,
  parseCount,
  readDataset,
} from './program/data-option.ts';
import { DEFAULT_MODEL } from './program/model-option.ts';
import { runProgram, UsageError } from './program/run-program.ts';
import { writeWhole } from './program/write-whole.ts';
import { checkpointFile, keepCheckpoints } from './training/checkpoint.ts';
import { VECTORS } from './training/read-vectors.ts';
import { summarize, trainLinearModel, trainRecurrentModel } from './training/train-model.ts';

interface TrainOptions extends DataOptions {
  data: string;
  kind: ModelKind;
  vectors: (typeof VECTORS)[number];
  resume?: true;
  out: string;
  seed: number;
  validation?: string[];
}

const program = addDataOptions(
  new Command('npm run train --')
    .description("Train a model on labelled texts: Kaggle's train.tsv, or any .tsv, .csv, .ndjson or .jsonl.")
    .requiredOption('--data <file>', 'the labelled texts')
    .addOption(new Option('--kind <kind>', 'the kind of model').choices(MODEL_KINDS).default(DEFAULT_MODEL))
    .requiredOption('--out <file>', 'where the model file is written')
    .option('--seed <n>', 'start of the random numbers: same data and seed, same bytes', parseCount, 1)
    .addOption(
      new Option('--vectors <name>', 'for recurrent: the word vectors training starts from')
        .choices(VECTORS)
        .default('wink'),
    )
    .option('--resume', 'for recurrent: go on after the last epoch of an interrupted training')
    .option('--validation <file...>', 'further labelled texts, to measure the model on'),
);

await runProgram(async () => {
  const options = program.parse().opts<TrainOptions>();
  const { data, kind, out, seed, limit: _, ...columns } = options;
  const isRecurrent = kind === 'recurrent';
  for (const name of ['vectors', 'resume']) {
    if (!isRecurrent && program.getOptionValueSource(name) === 'cli') {
      throw new UsageError(`--${name} goes with --kind recurrent`);
    }
  }
  // Whatever can go wrong is looked for before the long training.
  await checkOutput(out, [data, ...(options.validation ?? [])]);
  const validations: Dataset[] = [];
  for (const file of options.validation ?? []) validations.push(await readDataset(file, columns));
  const training = await readDataset(data, options);
  const validation = validations[0]?.texts;
  const { vectors } = options;
  const model = isRecurrent
    ? await trainRecurrentModel(training, seed, {
        vectors,
        validation,
        ...(await keepCheckpoints(out, { texts: training.texts, validation, vectors, seed }, options.resume)),
      })
    : trainLinearModel(training, seed);
  const unmeasured = loadClassifier(model.encode([]));
  const measured = [
    ...model.heldOut,
    ...validations.map(({ name, texts }) => summarize(name, computeMetrics(classifyAll(unmeasured, texts)))),
  ];
  const bytes = model.encode(measured);
  await writeWhole(out, bytes);
  if (isRecurrent) await rm(checkpointFile(out), { force: true });
  for (const { data: measuredOn, count, accuracy, macroF1, expectedCalibrationError } of measured) {
    console.log(
      `accuracy ${accuracy.toFixed(4)}, macro-F1 ${macroF1.toFixed(4)}, expected calibration error ${expectedCalibrationError.toFixed(4)} on ${count} texts (${measuredOn})`,
    );
  }
  console.log(`${loadClassifier(bytes).name} written to ${out} (${bytes.length} bytes)`);
});
