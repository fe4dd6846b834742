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

/** The options for reading texts without their labels. */
export type TextOptions = Pick<DataOptions, 'textColumn' | 'delimiter'>;

/**
 * Reads the texts of a table, of NDJSON or of a file with one text a line; labels are ignored. Texts with the same
 * `SentenceId` form a group, and so do equal texts.
 * @throws DatasetError for an invalid row
 * @throws UsageError if a text column is named for a file without columns
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
