/*
 * Fine-tunes a pretrained encoder:  npm run fine-tune -- --data train.tsv --base bge-small-en-v1.5 --out sentiment
 * It needs Python; fine-tune/README.md says what else, and how long it takes.
 */
import { Command } from 'commander';
import { addFineTuneOptions, fineTune, readFineTuneOptions } from './fine-tune/index.ts';
import { runProgram } from './program/run-program.ts';

const program = addFineTuneOptions(new Command('npm run fine-tune --'));

await runProgram(() => fineTune(readFineTuneOptions(program.parse())));
