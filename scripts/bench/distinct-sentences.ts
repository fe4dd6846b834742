import type { LabelledText } from '../../classifier/training/index.ts';
import { toPlainSpelling } from './plain-spelling.ts';

/**
 * Finds the longest text of each group, which is the sentence of its phrases, in plain spelling. Each sentence occurs
 * once.
 */
export function findDistinctSentences(texts: readonly Pick<LabelledText, 'text' | 'group'>[]): string[] {
  const longest = new Map<string, string>();
  for (const { text, group } of texts) {
    if (text.length > (longest.get(group)?.length ?? 0)) longest.set(group, text);
  }
  return [...new Set([...longest.values()].map(toPlainSpelling))];
}
