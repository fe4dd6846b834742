import { type Random, shuffle } from '../optimizers/random.ts';

/**
 * Deals texts into folds of about equal numbers of groups; texts of one group (phrases of one sentence) never
 * stand in two folds.
 * @param groups each text's group, shape [numTexts]
 * @param numFolds at least 1
 * @returns each text's fold, 0..numFolds-1, shape [numTexts]
 */
export function assignFolds(groups: readonly string[], numFolds: number, random: Random): Uint8Array {
  const names = shuffle([...new Set(groups)], random);
  const foldOf = new Map(names.map((name, i) => [name, i % numFolds]));
  return Uint8Array.from(groups, (group) => foldOf.get(group)!);
}

/** The items for which `keep` is true, and the rest. */
export function partition<Item>(
  items: readonly Item[],
  keep: (item: Item, index: number) => boolean,
): [Item[], Item[]] {
  const kept: Item[] = [];
  const rest: Item[] = [];
  for (const [i, item] of items.entries()) (keep(item, i) ? kept : rest).push(item);
  return [kept, rest];
}
