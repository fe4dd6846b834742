import { ClassifierError } from '../../src/errors.ts';

/**
 * The prediction task: the words around a word (skip-gram), or a word from those around it (continuous bag of words).
 */
export const ARCHITECTURES = ['skip-gram', 'cbow'] as const;

/** The settings for training word vectors with negative sampling. */
export interface SkipGramSettings {
  architecture: (typeof ARCHITECTURES)[number];
  /** The length of a word vector. */
  numDimensions: number;
  /** The largest context: the most words before and after a word. For each word a width up to it is drawn. */
  window: number;
  /** The number of negative samples for each context word. */
  numNegatives: number;
  /** The least number of occurrences of a word with a vector. */
  minCount: number;
  /** The word frequency above which occurrences are randomly dropped: t in equation 5 of the paper. */
  subsampling: number;
  epochs: number;
  /** The number of sentences in a step. */
  batchSize: number;
  /** Adagrad's learning rate. */
  learningRate: number;
}

/**
 * The default settings, chosen on the validation files. The paper's corpus is a hundred thousand times larger. Here
 * only the most frequent words are ever dropped (its t is 1e-5), and there are twenty epochs.
 */
export const SKIP_GRAM_DEFAULTS: SkipGramSettings = {
  architecture: 'skip-gram',
  numDimensions: 100,
  window: 5,
  numNegatives: 5,
  minCount: 2,
  subsampling: 0.01,
  epochs: 20,
  batchSize: 16,
  learningRate: 0.05,
};

/**
 * Checks the settings.
 * @throws ClassifierError with code `SETTINGS` for a number out of range
 */
export function checkSettings(settings: SkipGramSettings): void {
  const { architecture: _, subsampling, learningRate, ...counts } = settings;
  for (const [name, count] of Object.entries(counts)) {
    if (!Number.isSafeInteger(count) || count < 1) throw badSetting(name, count, 'a whole number from 1');
  }
  for (const [name, number] of Object.entries({ subsampling, learningRate })) {
    if (!(number > 0 && number < Infinity)) throw badSetting(name, number, 'a number above 0');
  }
}

function badSetting(name: string, value: number, expected: string): ClassifierError {
  return new ClassifierError('SETTINGS', `setting ${name} is ${value}, expected ${expected}`);
}
