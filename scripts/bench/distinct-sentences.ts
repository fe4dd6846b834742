import type { LabelledText } from '../../classifier/training/index.ts';
import { toPlainSpelling } from './plain-spelling.ts';

/** The longest text of each group, which is the sentence that its phrases are of, in plain spelling; each once. */
export function findDistinctSentences(texts: readonly Pick<LabelledText, 'text' | 'group'>[]): string[] {
  const longest = new Map<string, string>();
  for (const { text, group } of texts) {
    if (text.length > (longest.get(group)?.length ?? 0)) longest.set(group, text);
  }
  return [...new Set([...longest.values()].map(toPlainSpelling))];
}
