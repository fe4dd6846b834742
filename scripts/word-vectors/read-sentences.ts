import { tokenize } from '../../classifier/src/index.ts';
import {
  DatasetError,
  findFormat,
  readTextRecords,
  readTexts,
  type Source,
  type TrainingText,
} from '../../classifier/training/index.ts';
import type { DataOptions } from '../program/data-option.ts';
import { withProgress } from '../program/progress.ts';
import { openInput } from '../program/read-file.ts';

/** A text and the sentence that it is of, if it is a phrase. */
type Phrase = Pick<TrainingText, 'words' | 'group'>;

/**
 * The words of the texts of a file, labelled or not: a table or NDJSON, else a text on each line. Texts of one
 * `SentenceId` are of one sentence, and so is a text that comes twice.
 * @throws DatasetError at a row that cannot be used
 */
export async function readSentences(
  path: string,
  {
    textColumn,
    delimiter,
    limit = Number.POSITIVE_INFINITY,
  }: Pick<DataOptions, 'textColumn' | 'delimiter' | 'limit'>,
): Promise<Phrase[]> {
  const source = await openInput(path);
  const options = { ...(textColumn && { textColumn }), ...(delimiter && { delimiter }) };
  const phrases: Phrase[] = [];
  await withProgress({ label: 'read', total: undefined, unit: 'texts' }, async (update) => {
    for await (const { text, group } of readGrouped(source, options)) {
      const words = tokenize(text).map(({ normal }) => normal);
      if (words.length > 0) phrases.push({ words, group });
      update(phrases.length);
      if (phrases.length >= limit) break;
    }
  });
  if (phrases.length === 0) throw new DatasetError(path, undefined, 'no texts; expected one a row or a line');
  return phrases;
}

async function* readGrouped(source: Source, options: Pick<DataOptions, 'textColumn' | 'delimiter'>) {
  const format = findFormat(source.name);
  if (format === undefined && options.delimiter === undefined) {
    for await (const { text } of readTexts(source, 'lines')) yield { text, group: text };
    return;
  }
  for await (const { text, line, fields, fault } of readTextRecords(source, format ?? 'csv', options)) {
    if (fault !== undefined) throw new DatasetError(source.name, line, fault);
    yield { text, group: String(fields.SentenceId ?? text) };
  }
}
