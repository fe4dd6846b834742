import { type Random, shuffle } from '../optimizers/random.ts';

/**
 * Deals groups of texts into folds of about equal size. The texts of a group (phrases of one sentence) stay in one
 * fold.
 * @param groups shape [numTexts]: the group of each text
 * @param numFolds at least 1
 * @returns shape [numTexts]: the fold of each text, 0..numFolds − 1
 */
export function assignFolds(groups: readonly string[], numFolds: number, random: Random): Uint8Array {
  const names = shuffle([...new Set(groups)], random);
  const foldOf = new Map(names.map((name, i) => [name, i % numFolds]));
  return Uint8Array.from(groups, (group) => foldOf.get(group)!);
}

/** Splits items into those for which `keep` is true, and the rest. */
export function partition<Item>(
  items: readonly Item[],
  keep: (item: Item, index: number) => boolean,
): [Item[], Item[]] {
  const kept: Item[] = [];
  const rest: Item[] = [];
  for (const [i, item] of items.entries()) (keep(item, i) ? kept : rest).push(item);
  return [kept, rest];
}
