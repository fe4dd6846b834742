import { createRandom, type LabelledText, shuffle } from '../../../classifier/training/index.ts';

/**
 * Samples at most `limit` texts at random, because the first texts of a file may all be of one class or film. Sentences
 * are drawn with their phrases, which say little alone; the last sentence may lack some of its phrases.
 */
export function sampleTexts(texts: readonly LabelledText[], limit: number, seed: number): LabelledText[] {
  if (texts.length <= limit) return [...texts];
  const groups = shuffle([...Map.groupBy(texts, ({ group }) => group).values()], createRandom(seed));
  return groups.flat().slice(0, limit);
}
