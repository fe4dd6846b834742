import { tokenize } from '../../classifier/src/index.ts';
import { DatasetError, type TrainingText } from '../../classifier/training/index.ts';
import type { DataOptions } from '../program/data-option.ts';
import { withProgress } from '../program/progress.ts';
import { openInput } from '../program/read-file.ts';
import { readUnlabelledTexts, type TextOptions } from '../program/unlabelled-texts.ts';

/** A text, and the sentence it belongs to if it is a phrase. */
type Phrase = Pick<TrainingText, 'words' | 'group'>;

/**
 * Reads the words of the whole sentences of a file, with or without labels.
 * @throws DatasetError for an invalid row, and for a file without texts
 */
export async function readSentences(
  path: string,
  { limit = Number.POSITIVE_INFINITY, ...options }: TextOptions & Pick<DataOptions, 'limit'>,
): Promise<Phrase[]> {
  const source = await openInput(path);
  const phrases: Phrase[] = [];
  await withProgress({ label: 'read', total: undefined, unit: 'texts' }, async (update) => {
    for await (const { text, group } of readUnlabelledTexts(source, options)) {
      const words = tokenize(text).map(({ normal }) => normal);
      if (words.length > 0) phrases.push({ words, group });
      update(phrases.length);
      if (phrases.length >= limit) break;
    }
  });
  if (phrases.length === 0)
    throw new DatasetError(path, undefined, 'no texts; expected one in each row or line');
  return phrases;
}
