import { createRandom, type LabelledText, shuffle } from '../../classifier/training/index.ts';

/**
 * Makes a function that takes a share of the texts, 0..1, in whole groups. A larger share contains every smaller one.
 * @param seed seed of the random numbers
 */
export function takeShares(texts: readonly LabelledText[], seed: number): (share: number) => LabelledText[] {
  const groups = shuffle([...new Set(texts.map(({ group }) => group))], createRandom(seed));
  const rankOf = new Map(groups.map((group, rank) => [group, rank]));
  return (share) => texts.filter(({ group }) => rankOf.get(group)! < share * groups.length);
}
