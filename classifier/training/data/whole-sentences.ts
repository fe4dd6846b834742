import type { TrainingText } from '../linear/features.ts';

/**
 * Where the whole sentences stand among texts: of each group (the phrases of a sentence) the longest text, the first
 * of several; the groups in the order in which they come.
 */
export function findWholeSentences(texts: readonly Pick<TrainingText, 'words' | 'group'>[]): number[] {
  const longest = new Map<string, number>();
  for (const [i, { group, words }] of texts.entries()) {
    const other = longest.get(group);
    if (other === undefined || words.length > texts[other]!.words.length) longest.set(group, i);
  }
  return [...longest.values()];
}
