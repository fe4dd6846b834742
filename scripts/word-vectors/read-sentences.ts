import { tokenize } from '../../classifier/src/index.ts';
import { DatasetError, type TrainingText } from '../../classifier/training/index.ts';
import type { DataOptions } from '../program/data-option.ts';
import { withProgress } from '../program/progress.ts';
import { openInput } from '../program/read-file.ts';
import { readUnlabelledTexts, type TextOptions } from '../program/unlabelled-texts.ts';

/** A text and the sentence that it is of, if it is a phrase. */
type Phrase = Pick<TrainingText, 'words' | 'group'>;

/**
 * The words of the texts of a file, labelled or not.
 * @throws DatasetError at a row that cannot be used
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
  if (phrases.length === 0) throw new DatasetError(path, undefined, 'no texts; expected one a row or a line');
  return phrases;
}
