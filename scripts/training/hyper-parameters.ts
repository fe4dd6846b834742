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

/** The settings of a training. */
export interface TrainingSettings {
  ngrams: LinearSettings;
  /** Only for a recurrent model. */
  network: RecurrentSettings;
  /** The share of training texts with simulated misspellings, 0..1. */
  misspelledShare: number;
}

/** The settings chosen by flags. */
export type ChosenSettings = Partial<
  LinearSettings & RecurrentSettings & Pick<TrainingSettings, 'misspelledShare'>
>;

/** The range and the meaning of a setting. */
interface HyperParameter {
  /** The line of the help. */
  meaning: string;
  min: number;
  max: number;
  /** Whether the value must be a whole number. */
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
  wordNgrams: whole(1, 8, 'maximum number of words in an n-gram'),
  minCharacterNgram: whole(1, 8, 'minimum number of characters in a character n-gram'),
  maxCharacterNgram: whole(0, 8, 'maximum number of characters; 0 for no character n-grams'),
  negationScope: whole(0, 50, 'number of words after a negation marked as negated'),
  lengthExponent: real(0, 1, 'exponent of the length normalization, 0 (none) to 1'),
  characterWeight: real(0, 10, 'weight of character n-grams relative to word n-grams'),
  binary: whole(0, 1, '1 counts each n-gram at most once in a text'),
  inverseDocumentFrequency: whole(0, 1, '1 weights n-grams by inverse document frequency'),
  cost: real(1e-4, 1e4, 'C of the support vector machines; larger means less regularization'),
  maxEpochs: whole(1, 10_000, 'maximum number of epochs of a support vector machine'),
  tolerance: real(1e-6, 10, 'projected gradient at which a support vector machine stops'),
  maxFeatures: whole(1, 10_000_000, 'maximum number of n-grams in the model file'),
  numFolds: whole(2, 20, 'number of folds used for calibration'),
  misspelledShare: real(0, 1, 'share of training texts with simulated misspellings'),
};

const NETWORK: Readonly<Record<keyof RecurrentSettings, HyperParameter>> = {
  numDimensions: whole(4, 1024, 'dimensions of a word vector: a multiple of 4, and those of --vectors'),
  numHidden: whole(4, 1024, 'hidden units of each direction: a multiple of 4'),
  maxWords: whole(1, 1_000_000, 'maximum number of words with their own vector'),
  numSubwords: whole(1, 1_000_000, 'number of vectors shared by the subwords of other words'),
  epochs: whole(1, 1000, 'maximum number of epochs; the best one is kept'),
  batchSize: whole(1, 4096, 'texts in a training step'),
  learningRate: real(1e-6, 1, 'initial learning rate of Adam'),
  lastLearningRateShare: real(0, 1, 'final learning rate, as a share of the initial one'),
  maxGradientNorm: real(1e-3, 1e6, 'gradient norm above which the gradient is clipped'),
  wordDropout: real(0, 0.99, 'share of words replaced by the unknown word in training'),
  inputDropout: real(0, 0.99, 'dropout on word vectors'),
  pooledDropout: real(0, 0.99, 'dropout on pooled states'),
};

const NGRAM_NAMES = Object.keys(NGRAMS) as (keyof typeof NGRAMS)[];
const NETWORK_NAMES = Object.keys(NETWORK) as (keyof typeof NETWORK)[];

/** The kernel requires sizes that are multiples of this. */
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

/** The flag of an option name: `--batch-size` for `batchSize`. */
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

/** Picks the settings out of all options. */
export function pickSettings(options: ChosenSettings): ChosenSettings {
  const names = [...NGRAM_NAMES, ...NETWORK_NAMES].filter((name) => options[name] !== undefined);
  return Object.fromEntries(names.map((name) => [name, options[name]]));
}

/** The names of the settings that apply only to the network. */
export const NETWORK_SETTINGS: readonly string[] = NETWORK_NAMES;

/**
 * Completes the chosen settings with the defaults for the unit and the number of texts.
 * @throws UsageError if the minimum length of character n-grams is above the maximum
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
