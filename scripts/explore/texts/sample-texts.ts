import { createRandom, type LabelledText, shuffle } from '../../../classifier/training/index.ts';

/**
 * So many texts at most, drawn at random: sentence by sentence with its phrases, of which the last may lack some, as
 * phrases say little without their sentence. The first texts of a file may all be of one class or film.
 */
export function sampleTexts(texts: readonly LabelledText[], limit: number, seed: number): LabelledText[] {
  if (texts.length <= limit) return [...texts];
  const groups = shuffle([...Map.groupBy(texts, ({ group }) => group).values()], createRandom(seed));
  return groups.flat().slice(0, limit);
}
