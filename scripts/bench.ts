/*
 * Runs one benchmark:  npm run bench -- classify
 * Most take seconds, `train` on Kaggle’s data a minute, `overload`, `transformer` and `vectors` three, `against-python` a
 * quarter of an hour, `memory` half an hour, `soak` as long as its options say. The exit code is 1 if a limit is exceeded.
 */
import { Command } from 'commander';
import { addBenches } from './bench/index.ts';
import { runProgram } from './program/run-program.ts';

const program = new Command('npm run bench --').description(
  'Run one benchmark and compare the result with its limits.',
);
addBenches(program);

await runProgram(() => program.parseAsync());
