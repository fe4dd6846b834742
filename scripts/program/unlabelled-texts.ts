import {
  DatasetError,
  findFormat,
  type LabelledText,
  readTextRecords,
  readTexts,
  type Source,
} from '../../classifier/training/index.ts';
import type { DataOptions } from './data-option.ts';
import { UsageError } from './run-program.ts';

/** How a program reads texts whose labels are not asked for. */
export type TextOptions = Pick<DataOptions, 'textColumn' | 'delimiter'>;

/**
 * The texts of a file without their labels, if it has any: of a table or NDJSON, else a text on each line. Texts of one
 * `SentenceId` are of one group, and so is a text that comes twice.
 * @throws DatasetError at a row that cannot be used, UsageError for a column of a file that has none
 */
export async function* readUnlabelledTexts(
  source: Source,
  { textColumn, delimiter }: TextOptions,
): AsyncGenerator<Omit<LabelledText, 'label' | 'stars'>> {
  const format = findFormat(source.name);
  if (format === undefined && delimiter === undefined) {
    if (textColumn !== undefined) {
      throw new UsageError(
        `--text-column: ${source.name} is read as one text a line; expected a .tsv, .csv or .ndjson file`,
      );
    }
    for await (const { text, line } of readTexts(source, 'lines')) yield { text, group: text, line };
    return;
  }
  const options = { ...(textColumn && { textColumn }), ...(delimiter && { delimiter }) };
  for await (const { text, line, fields, fault } of readTextRecords(source, format ?? 'csv', options)) {
    if (fault !== undefined) throw new DatasetError(source.name, line, fault);
    yield { text, group: String(fields.SentenceId ?? text), line };
  }
}
