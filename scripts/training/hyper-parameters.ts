import { type Command, InvalidArgumentError, Option } from 'commander';
import {
  LINEAR_DEFAULTS,
  LINEAR_TEXT_DEFAULTS,
  type LinearSettings,
  MISSPELLED_SHARE,
  RECURRENT_DEFAULTS,
  type RecurrentSettings,
  settingsFor,
} from '../../classifier/training/index.ts';
import { UsageError } from '../program/run-program.ts';
import type { Unit } from './choose-unit.ts';

/** What a model is trained with. */
export interface TrainingSettings {
  ngrams: LinearSettings;
  /** Of a recurrent model. */
  network: RecurrentSettings;
  /** The share of texts that are trained on as people misspell them. */
  misspelledShare: number;
}

/** The settings that a person chose, each by its flag. */
export type ChosenSettings = Partial<
  LinearSettings & RecurrentSettings & Pick<TrainingSettings, 'misspelledShare'>
>;

/** What a person may choose a setting from. */
interface HyperParameter {
  /** In a line of the help. */
  meaning: string;
  min: number;
  max: number;
  /** Whether it is a whole number. */
  isWhole?: true;
}

const whole = (min: number, max: number, meaning: string): HyperParameter => ({
  meaning,
  min,
  max,
  isWhole: true,
});
const real = (min: number, max: number, meaning: string): HyperParameter => ({ meaning, min, max });

const NGRAMS: Readonly<Record<keyof LinearSettings | 'misspelledShare', HyperParameter>> = {
  wordNgrams: whole(1, 8, 'the most words in an n-gram'),
  minCharacterNgram: whole(1, 8, 'the fewest characters in an n-gram of them'),
  maxCharacterNgram: whole(0, 8, 'the most, or 0 for none of characters'),
  negationScope: whole(0, 50, 'how many words after a negation are marked as negated'),
  lengthExponent: real(0, 1, 'how much less each n-gram counts the more there are, 0 to 1'),
  characterWeight: real(0, 10, 'what n-grams of characters count beside those of words'),
  binary: whole(0, 1, '1 counts an n-gram once a text, however often it stands there'),
  inverseDocumentFrequency: whole(0, 1, '1 counts an n-gram more the fewer texts have it'),
  cost: real(1e-4, 1e4, 'C of the support vector machines: larger ones fit closer'),
  maxEpochs: whole(1, 10_000, 'the most passes of a support vector machine over the texts'),
  tolerance: real(1e-6, 10, 'the projected gradient at which one ends before'),
  maxFeatures: whole(1, 10_000_000, 'the most n-grams in the model file'),
  numFolds: whole(2, 20, 'in how many parts texts are held out to calibrate'),
  misspelledShare: real(0, 1, 'the share of texts trained on as people misspell them'),
};

const NETWORK: Readonly<Record<keyof RecurrentSettings, HyperParameter>> = {
  numDimensions: whole(4, 1024, 'numbers in a word vector: a multiple of 4, and that of --vectors'),
  numHidden: whole(4, 1024, 'numbers in the state of each direction: a multiple of 4'),
  maxWords: whole(1, 1_000_000, 'the most words with a vector of their own'),
  numSubwords: whole(1, 1_000_000, 'how many vectors the parts of other words share'),
  epochs: whole(1, 1000, 'the most passes over the texts; the best one is kept'),
  batchSize: whole(1, 4096, 'texts in a step'),
  learningRate: real(1e-6, 1, "Adam's learning rate in the first step"),
  lastLearningRateShare: real(0, 1, 'the share of it that is left in the last step'),
  maxGradientNorm: real(1e-3, 1e6, 'the longest gradient of a step; a longer one is cut'),
  wordDropout: real(0, 0.99, 'the share of words read as unknown in training'),
  inputDropout: real(0, 0.99, 'the share of numbers left out of word vectors'),
  pooledDropout: real(0, 0.99, 'the share of numbers left out of pooled states'),
};

const NGRAM_NAMES = Object.keys(NGRAMS) as (keyof typeof NGRAMS)[];
const NETWORK_NAMES = Object.keys(NETWORK) as (keyof typeof NETWORK)[];

/** Multiples of this alone go through the kernel. */
const STEP = 4;

/** Adds a flag for each setting. */
export function addHyperParameters(command: Command): Command {
  const add = (name: string, { meaning, ...range }: HyperParameter, preset: string, group: string): void => {
    const flag = flagOf(name);
    const parse = (value: string): number => parseSetting(value, range, isMultiple(name) ? STEP : undefined);
    const option = new Option(`${flag} <n>`, `${meaning} (default: ${preset})`);
    command.addOption(option.argParser(parse).helpGroup(group));
  };
  for (const name of NGRAM_NAMES) {
    add(name, NGRAMS[name], describeNgramDefault(name), 'Settings of the n-grams, of both kinds:');
  }
  for (const name of NETWORK_NAMES) {
    const isBySize = name === 'epochs' || name === 'batchSize';
    const preset = isBySize ? 'by the number of texts' : String(RECURRENT_DEFAULTS[name]);
    add(name, NETWORK[name], preset, 'Settings of the network, for --kind recurrent:');
  }
  return command;
}

/** The flag of an option by its name: `--batch-size` of `batchSize`. */
export const flagOf = (name: string): string =>
  `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

const isMultiple = (name: string): boolean => name === 'numDimensions' || name === 'numHidden';

function describeNgramDefault(name: keyof typeof NGRAMS): string {
  if (name === 'misspelledShare') return String(MISSPELLED_SHARE);
  const [ofSentences, ofTexts] = [LINEAR_DEFAULTS[name], LINEAR_TEXT_DEFAULTS[name]];
  return ofSentences === ofTexts ? String(ofSentences) : `${ofSentences}; ${ofTexts} with --unit text`;
}

function parseSetting(
  value: string,
  { min, max, isWhole }: Omit<HyperParameter, 'meaning'>,
  step = 1,
): number {
  const number = value.trim() === '' ? Number.NaN : Number(value);
  const isRight = number >= min && number <= max && (!isWhole || number % step === 0);
  if (isRight) return number;
  const what = step > 1 ? `a multiple of ${step}` : isWhole ? 'a whole number' : 'a number';
  throw new InvalidArgumentError(`expected ${what} from ${min} to ${max}.`);
}

/** The settings among all options. */
export function pickSettings(options: ChosenSettings): ChosenSettings {
  const names = [...NGRAM_NAMES, ...NETWORK_NAMES].filter((name) => options[name] !== undefined);
  return Object.fromEntries(names.map((name) => [name, options[name]]));
}

/** Which settings are those of the network alone. */
export const NETWORK_SETTINGS: readonly string[] = NETWORK_NAMES;

/**
 * All settings of a training: what was chosen, and the defaults for its unit and its number of texts.
 * @throws UsageError where the fewest characters of an n-gram are more than the most
 */
export function resolveSettings(unit: Unit, numTexts: number, chosen: ChosenSettings): TrainingSettings {
  const ngrams = override(unit === 'text' ? LINEAR_TEXT_DEFAULTS : LINEAR_DEFAULTS, chosen);
  const { minCharacterNgram: min, maxCharacterNgram: max } = ngrams;
  if (max !== 0 && min > max) {
    throw new UsageError(`--min-character-ngram is ${min}, above --max-character-ngram, which is ${max}`);
  }
  return {
    ngrams,
    network: override(settingsFor(numTexts, chosen.batchSize), chosen),
    misspelledShare: chosen.misspelledShare ?? MISSPELLED_SHARE,
  };
}

function override<Settings extends object>(defaults: Settings, chosen: Partial<Settings>): Settings {
  const names = Object.keys(defaults) as (keyof Settings)[];
  const given = names.filter((name) => chosen[name] !== undefined);
  return { ...defaults, ...Object.fromEntries(given.map((name) => [name, chosen[name]])) };
}
