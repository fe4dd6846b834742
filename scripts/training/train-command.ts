import { type Command, InvalidArgumentError, Option } from 'commander';
import { SMALL_KINDS } from '../../classifier/src/index.ts';
import { SOFT_DEFAULTS } from '../../classifier/training/index.ts';
import { addDataOptions, parseCount, parsePositive } from '../program/data-option.ts';
import { DEFAULT_MODEL } from '../program/model-option.ts';
import { fixed } from '../program/numbers.ts';
import { UsageError } from '../program/run-program.ts';
import { UNITS } from './choose-unit.ts';
import { addConfigFile } from './config-file.ts';
import { addHyperParameters, flagOf, NETWORK_SETTINGS } from './hyper-parameters.ts';
import { checkSourceOptions } from './read-sources.ts';
import type { VectorSources } from './read-vectors.ts';
import type { TrainOptions, WrittenModel } from './train.ts';

/** The choices of `--class-weights`. */
const CLASS_WEIGHTS = ['none', 'balanced'] satisfies TrainOptions['classWeights'][];

/** The options of the command line. */
interface CommandOptions extends TrainOptions {
  config?: string;
  printConfig?: true;
}

/** Adds the options of a command that trains. */
export function addTrainOptions(command: Command, vectors: VectorSources): Command {
  addDataOptions(command)
    .description("Train a model on labelled texts: Kaggle's train.tsv, or any .tsv, .csv, .ndjson or .jsonl.")
    .requiredOption('--data <file>', 'the labelled texts')
    .addOption(new Option('--kind <kind>', 'kind of model').choices(SMALL_KINDS).default(DEFAULT_MODEL))
    .requiredOption('--out <file>', 'output file of the model')
    .option('--seed <n>', 'seed of the random numbers: same data and seed, same bytes', parseCount, 1)
    .option('--vectors <source>', `for recurrent: initial word vectors: ${vectors.help}`, vectors.default)
    .addOption(
      new Option(
        '--class-weights <name>',
        'balanced gives all classes the same total weight: recall of rare classes rises, and probabilities assume equally frequent classes',
      )
        .choices(CLASS_WEIGHTS)
        .default('none'),
    )
    .addOption(
      new Option(
        '--unit <unit>',
        'what the model reads at a time: a sentence or a whole text (default: chosen from the texts)',
      ).choices(UNITS),
    )
    .option(
      '--texts <file...>',
      'whole texts with labels, such as reviews with stars, from which to learn how to combine the sentences of a text',
    )
    .option('--text-labels <map>', 'meaning of the labels of --texts, in the format of --labels')
    .option(
      '--soft <file...>',
      'texts with the class probabilities of another model to learn them from, as npm run classify -- --json writes them',
    )
    .option(
      '--soft-weight <w>',
      `weight of a soft text relative to a labelled one (default: ${SOFT_DEFAULTS.weight})`,
      parseWeight,
    )
    .option(
      '--soft-min-texts <n>',
      `number of soft texts in which a word or n-gram of soft texts alone must occur (default: ${SOFT_DEFAULTS.minTexts})`,
      parsePositive,
    )
    .option(
      '--cite <file>',
      'file with one citation of the data a line, kept in the model file and shown by GET /model',
    )
    .option('--validation <file...>', 'further labelled texts, to measure the model on');
  addConfigFile(command)
    .option('--folds <n>', 'cross-validate first: one model for each fold, trained on the others', parseFolds)
    .option('--search <n>', 'try this many settings on held-out texts, and train with the best', parseTrials)
    .option('--minutes <n>', 'with --search: start no new trial after this many minutes', parseMinutes);
  return addHyperParameters(command);
}

/**
 * Reads the options of the command line.
 * @throws UsageError for options that do not go together
 */
export function readTrainOptions(command: Command): CommandOptions {
  const options = command.opts<CommandOptions>();
  for (const name of ['vectors', ...NETWORK_SETTINGS]) {
    const source = command.getOptionValueSource(name);
    if (options.kind !== 'recurrent' && source !== undefined && source !== 'default') {
      throw new UsageError(`${flagOf(name)} goes with --kind recurrent`);
    }
  }
  checkSourceOptions(options);
  if (options.minutes !== undefined && options.search === undefined) {
    throw new UsageError('--minutes goes with --search');
  }
  return options;
}

const parseFolds = (value: string): number => parseRange(value, 2, 20);
const parseTrials = (value: string): number => parseRange(value, 2, 1000);

function parseRange(value: string, min: number, max: number): number {
  const number = parseCount(value);
  if (number >= min && number <= max) return number;
  throw new InvalidArgumentError(`expected a whole number from ${min} to ${max}.`);
}

function parseMinutes(value: string): number {
  const minutes = Number(value);
  if (minutes > 0 && minutes <= 10_000) return minutes;
  throw new InvalidArgumentError('expected minutes, above 0 and up to 10000.');
}

function parseWeight(value: string): number {
  const weight = Number(value);
  if (weight >= 1e-3 && weight <= 1e3) return weight;
  throw new InvalidArgumentError('expected a number from 0.001 to 1000.');
}

/** Prints the measures of a model and the path of its file. */
export function printModel({ name, sizeBytes, measured }: WrittenModel, out: string): void {
  for (const { data, count, accuracy, macroF1, expectedCalibrationError } of measured) {
    console.log(
      `accuracy ${fixed(accuracy)}, macro-F1 ${fixed(macroF1)}, expected calibration error ${fixed(expectedCalibrationError)} on ${count} texts (${data})`,
    );
  }
  console.log(`${name} written to ${out} (${sizeBytes} bytes)`);
}
