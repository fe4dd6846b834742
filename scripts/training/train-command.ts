import { type Command, Option } from 'commander';
import { MODEL_KINDS } from '../../classifier/src/index.ts';
import { addDataOptions, parseCount } from '../program/data-option.ts';
import { DEFAULT_MODEL } from '../program/model-option.ts';
import { fixed } from '../program/numbers.ts';
import { UsageError } from '../program/run-program.ts';
import { UNITS } from './choose-unit.ts';
import { addConfigFile } from './config-file.ts';
import { addHyperParameters, flagOf, NETWORK_SETTINGS } from './hyper-parameters.ts';
import type { VectorSources } from './read-vectors.ts';
import type { TrainOptions, WrittenModel } from './train.ts';

/** How classes may be weighed. */
const CLASS_WEIGHTS = ['none', 'balanced'] satisfies TrainOptions['classWeights'][];

/** What the command line says. */
interface CommandOptions extends TrainOptions {
  config?: string;
  printConfig?: true;
}

/** Adds the options of a command that trains. */
export function addTrainOptions(command: Command, vectors: VectorSources): Command {
  addDataOptions(command)
    .description("Train a model on labelled texts: Kaggle's train.tsv, or any .tsv, .csv, .ndjson or .jsonl.")
    .requiredOption('--data <file>', 'the labelled texts')
    .addOption(new Option('--kind <kind>', 'the kind of model').choices(MODEL_KINDS).default(DEFAULT_MODEL))
    .requiredOption('--out <file>', 'where the model file is written')
    .option('--seed <n>', 'start of the random numbers: same data and seed, same bytes', parseCount, 1)
    .option(
      '--vectors <source>',
      `for recurrent: the word vectors training starts from: ${vectors.help}`,
      vectors.default,
    )
    .addOption(
      new Option(
        '--class-weights <name>',
        'balanced has rare classes count as much as frequent ones: more of them are found, and probabilities are those of even classes',
      )
        .choices(CLASS_WEIGHTS)
        .default('none'),
    )
    .addOption(
      new Option(
        '--unit <unit>',
        'what the model reads at a time: a sentence, or a whole text (default: by the texts)',
      ).choices(UNITS),
    )
    .option(
      '--texts <file...>',
      'whole texts with labels, such as reviews with stars: how sentences make up a text is learned from them',
    )
    .option('--text-labels <map>', 'what the labels of --texts stand for, as --labels has it')
    .option('--cite <file>', 'a line for each who gave the data: the model file and GET /model tell them')
    .option('--validation <file...>', 'further labelled texts, to measure the model on');
  return addHyperParameters(addConfigFile(command));
}

/**
 * What the command line says.
 * @throws UsageError for options that do not go together
 */
export function readTrainOptions(command: Command): CommandOptions {
  const options = command.opts<CommandOptions>();
  for (const name of ['vectors', 'resume', ...NETWORK_SETTINGS]) {
    const source = command.getOptionValueSource(name);
    if (options.kind !== 'recurrent' && source !== undefined && source !== 'default') {
      throw new UsageError(`${flagOf(name)} goes with --kind recurrent`);
    }
  }
  if (options.textLabels !== undefined && options.texts === undefined) {
    throw new UsageError('--text-labels goes with --texts');
  }
  return options;
}

/** Prints how well a model does, and where it was written. */
export function printModel({ name, sizeBytes, measured }: WrittenModel, out: string): void {
  for (const { data, count, accuracy, macroF1, expectedCalibrationError } of measured) {
    console.log(
      `accuracy ${fixed(accuracy)}, macro-F1 ${fixed(macroF1)}, expected calibration error ${fixed(expectedCalibrationError)} on ${count} texts (${data})`,
    );
  }
  console.log(`${name} written to ${out} (${sizeBytes} bytes)`);
}
