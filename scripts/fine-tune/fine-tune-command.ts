import type { Command } from 'commander';
import { addDataOptions, parseCount, parsePositive } from '../program/data-option.ts';
import { checkSourceOptions } from '../training/index.ts';
import type { FineTuneOptions } from './fine-tune.ts';

/** The most texts drawn from a file of whole texts: more would take long without a GPU. */
const MAX_TEXTS = 5000;

/** Adds the options of the command that fine-tunes. */
export function addFineTuneOptions(command: Command): Command {
  return addDataOptions(command)
    .description(
      'Fine-tune a pretrained encoder on labelled texts, in Python, and write it as a folder for npm run pack.',
    )
    .requiredOption('--data <file>', 'the labelled texts')
    .option('--texts <file...>', 'whole texts with labels, such as reviews with stars, to learn from too')
    .option('--text-labels <map>', 'meaning of the labels of --texts, in the format of --labels')
    .option(
      '--max-texts <n>',
      'draw at most so many texts from each file of --texts',
      parsePositive,
      MAX_TEXTS,
    )
    .option('--validation <file...>', 'further labelled texts, to measure on; the first one on the way too')
    .option('--cite <file>', 'file with one citation of the data a line')
    .requiredOption('--base <encoder>', 'pretrained encoder: a folder, or a name on the Hugging Face hub')
    .option('--base-name <name>', 'what the encoder is called (default: its folder, or its name on the hub)')
    .option('--base-license <name>', 'the licence of the encoder, as SPDX names it, such as MIT')
    .requiredOption('--out <folder>', 'folder to write')
    .option('--seed <n>', 'seed of the random numbers', parseCount, 1)
    .option('--epochs <n>', 'how often all texts are read', parsePositive, 1)
    .option('--max-steps <n>', 'end after so many steps, if the epochs have more', parsePositive)
    .option('--resume', 'go on from the checkpoint in the folder of --out')
    .option('--python <program>', 'Python 3.11 or newer', 'python3');
}

/**
 * Reads the options of the command line.
 * @throws UsageError for options that do not go together
 */
export function readFineTuneOptions(command: Command): FineTuneOptions {
  const options = command.opts<FineTuneOptions>();
  checkSourceOptions(options);
  return options;
}
