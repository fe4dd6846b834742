import {
  ClassifierError,
  createRandom,
  SKIP_GRAM_DEFAULTS,
  shuffle,
} from '../../../classifier/training/index.ts';
import type { WordVectorTable } from '../../word-vectors/index.ts';
import { trainWordVectors } from '../../word-vectors/index.ts';
import type { AnnotatedSentence } from '../texts/annotate.ts';

/** Half the epochs are enough for a map, and so many tokens then take half a minute; Kaggle's sentences have 163,000. */
const EPOCHS = 10;
const MOST_TOKENS = 200_000;

/**
 * Word vectors trained on the sentences themselves, on a random part of them where they are many.
 * @returns `undefined` where they are too few to learn from: no word stands twice, or no two beside each other
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
