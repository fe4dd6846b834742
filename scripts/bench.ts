/*
 * Measures one thing:  npm run bench -- classify
 * Most take seconds, `train` on Kaggle’s data a minute, `overload` and `vectors` three, `against-python` a quarter of an
 * hour, `memory` half an hour, `soak` as long as it is told. Exit code 1 where a limit is not kept.
 */
import { Command } from 'commander';
import { addBenches } from './bench/index.ts';
import { runProgram } from './program/run-program.ts';

const program = new Command('npm run bench --').description(
  'Measure one thing and hold it against its limits.',
);
addBenches(program);

await runProgram(() => program.parseAsync());
