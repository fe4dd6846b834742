/*
 * Trains a model:  npm run train -- --data train.tsv --kind linear --out model.bin
 * On the 159,274 phrases of Kaggle's data this takes about a minute.
 */
import { Command } from 'commander';
import { runProgram } from './program/run-program.ts';
import {
  ALL_VECTORS,
  addTrainOptions,
  describeConfig,
  printModel,
  readTrainOptions,
  train,
} from './training/index.ts';

const program = addTrainOptions(
  new Command('npm run train --')
    .option('--resume', 'resume an interrupted training, or begin if there is none')
    .option(
      '--print-config',
      'print all options as JSON, including those derived from the texts, and train nothing',
    ),
  ALL_VECTORS,
);

await runProgram(async () => {
  const { printConfig, config: _, ...options } = readTrainOptions(program.parse());
  if (printConfig) console.log(JSON.stringify(await describeConfig(options), undefined, 2));
  else printModel(await train(options, ALL_VECTORS.read), options.out);
});
