/*
 * Trains a model:  npm run train -- --data train.tsv --kind linear --out model.bin
 * On the 159,274 phrases of Kaggle's data this takes about a minute.
 */
import { Command } from 'commander';
import { runProgram } from './program/run-program.ts';
import { ALL_VECTORS, addTrainOptions, printModel, readTrainOptions, train } from './training/index.ts';

const program = addTrainOptions(new Command('npm run train --'), ALL_VECTORS).option(
  '--resume',
  'for recurrent: go on after the last epoch of an interrupted training',
);

await runProgram(async () => {
  const options = readTrainOptions(program.parse());
  printModel(await train(options, ALL_VECTORS.read), options.out);
});
