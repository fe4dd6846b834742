import { ClassifierError } from '../../src/errors.ts';

/** What is predicted: the words around a word, or a word by those around it (continuous bag of words). */
export const ARCHITECTURES = ['skip-gram', 'cbow'] as const;

/** What word vectors with negative sampling are trained with. */
export interface SkipGramSettings {
  architecture: (typeof ARCHITECTURES)[number];
  /** Numbers in a word's vector. */
  numDimensions: number;
  /** How many words before and after a word are its context at most; of each word a width up to it is drawn. */
  window: number;
  /** How many words are drawn for each word of a context, as what does not stand there. */
  numNegatives: number;
  /** How often a word must stand in the texts to have a vector. */
  minCount: number;
  /** The share of all words from which on a word is now and then left out: t in equation 5 of the paper. */
  subsampling: number;
  epochs: number;
  /** Sentences in a step. */
  batchSize: number;
  /** Adagrad's. */
  learningRate: number;
}

/**
 * Chosen on the validation files. The paper's texts are a hundred thousand times as long: here only the most frequent
 * words are ever left out (its t is 1e-5), and the sentences are gone through twenty times.
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

/** @throws ClassifierError with code `SETTINGS` for a number out of its range */
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
