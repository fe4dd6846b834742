import type { TrainingText } from '../linear/features.ts';

/**
 * Finds the whole sentences among texts: the first of the longest texts in each group (the phrases of one sentence).
 * Groups are in order of appearance.
 * @returns the indices of the sentences
 */
export function findWholeSentences(texts: readonly Pick<TrainingText, 'words' | 'group'>[]): number[] {
  const longest = new Map<string, number>();
  for (const [i, { group, words }] of texts.entries()) {
    const other = longest.get(group);
    if (other === undefined || words.length > texts[other]!.words.length) longest.set(group, i);
  }
  return [...longest.values()];
}
