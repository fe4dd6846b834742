import { createRandom, type LabelledText, shuffle } from '../../classifier/training/index.ts';

/**
 * Takes shares of texts, 0 to 1, by whole groups: what a smaller one has is in every larger one too.
 * @param seed start of the random numbers
 */
export function takeShares(texts: readonly LabelledText[], seed: number): (share: number) => LabelledText[] {
  const groups = shuffle([...new Set(texts.map(({ group }) => group))], createRandom(seed));
  const rankOf = new Map(groups.map((group, rank) => [group, rank]));
  return (share) => texts.filter(({ group }) => rankOf.get(group)! < share * groups.length);
}
