import {
  ClassifierError,
  createRandom,
  SKIP_GRAM_DEFAULTS,
  shuffle,
} from '../../../classifier/training/index.ts';
import type { WordVectorTable } from '../../word-vectors/index.ts';
import { trainWordVectors } from '../../word-vectors/index.ts';
import type { AnnotatedSentence } from '../texts/annotate.ts';

/**
 * Half the default epochs are enough for a map. Training on the maximum number of tokens then takes half a minute;
 * Kaggle's sentences have 163,000.
 */
const EPOCHS = 10;
const MOST_TOKENS = 200_000;

/**
 * Trains word vectors on the sentences, or on a random sample if they are many.
 * @returns `undefined` if the sentences are too few: no word occurs twice, or no two words are adjacent
 */
export async function trainOwnVectors(
  sentences: readonly AnnotatedSentence[],
  seed: number,
): Promise<WordVectorTable | undefined> {
  let numTokens = 0;
  const sampled = shuffle([...sentences], createRandom(seed)).filter(({ words }) => {
    numTokens += words.length;
    return numTokens <= MOST_TOKENS;
  });
  const texts = sampled.map(({ words }, i) => ({ words, group: String(i) }));
  try {
    return (await trainWordVectors(texts, { ...SKIP_GRAM_DEFAULTS, epochs: EPOCHS }, seed)).table;
  } catch (error) {
    if (error instanceof ClassifierError && error.code === 'SETTINGS') return undefined;
    throw error;
  }
}
