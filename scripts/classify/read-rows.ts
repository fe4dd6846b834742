import { basename } from 'node:path';
import { type Format, readTextRecords, readTexts } from '../../classifier/training/index.ts';
import type { Input } from '../program/read-file.ts';
import { UsageError } from '../program/run-program.ts';
import { needsPrefix, type OutputStyle, PREFIX, resultColumns, toRow } from './output.ts';
import type { Row } from './rows.ts';

/** The options for reading rows. */
export interface Reading {
  input: Input;
  format: Format | 'lines';
  textColumn: string | undefined;
  delimiter: string | undefined;
}

/** The callbacks during reading. */
export interface RowListener {
  /** Called with the columns of a table once they are known. */
  onColumns(file: string, columns: readonly string[]): Promise<void> | void;
  onBlank(): void;
  onFault(): void;
}

/**
 * Reads the rows of a file, with the text to print before each result. In a table blank texts keep their place; in a
 * list of texts they are left out.
 * @param withFile whether each row names its file, for several files
 */
export async function* readRows(
  { input, format, textColumn, delimiter }: Reading,
  style: OutputStyle,
  withFile: boolean,
  { onColumns, onBlank, onFault }: RowListener,
): AsyncGenerator<Row> {
  const file = basename(input.name);
  const isJson = style.format === 'json' || style.format === 'ndjson';
  const own = withFile ? { file } : {};
  const before = (fields: Record<string, unknown>): string =>
    isJson
      ? JSON.stringify({ ...own, ...fields }).slice(0, -1)
      : toRow(Object.values({ ...own, ...fields }), style);
  if (format === 'lines') {
    await onColumns(input.name, ['text']);
    for await (const { text, line } of readTexts(input, format, { onBlank })) {
      const fields = style.format === 'json' ? { line } : { text };
      yield { text, line, before: before(fields) };
    }
    return;
  }
  let columns: readonly string[] | undefined;
  let isPrefixed = false;
  for await (const { line, fields, text, fault } of readTextRecords(input, format, {
    textColumn,
    delimiter,
  })) {
    if (columns === undefined) {
      columns = Object.keys(fields);
      await onColumns(input.name, columns);
    }
    const keepsPlace = style.format !== 'json' && style.format !== 'table';
    if (fault !== undefined) onFault();
    else if (text.trim() === '') {
      onBlank();
      if (!keepsPlace) continue;
    }
    const shown =
      style.format === 'json'
        ? { line, ...('id' in fields && { id: fields.id }) }
        : isJson
          ? fields
          : Object.fromEntries(columns.map((column) => [column, fields[column]]));
    // Once needed, the prefix stays, so that names change as little as possible from row to row.
    isPrefixed ||= needsPrefix(Object.keys(shown), style.labels);
    yield {
      text,
      line,
      before: before(shown),
      isPrefixed,
      ...(fault !== undefined && { fault }),
    };
  }
}

/** Formats the header of a table of results. */
export function headerOf(columns: readonly string[], style: OutputStyle, withFile: boolean): string {
  const own = [...(withFile ? ['file'] : []), ...columns];
  const prefix = needsPrefix(own, style.labels) ? PREFIX : '';
  return toRow([...own, ...resultColumns(style.labels).map((name) => prefix + name)], style);
}

/**
 * Compares the columns of a file with those of the first.
 * @throws UsageError if they differ, because the rows then have no common header
 */
export function expectSameColumns(file: string, columns: readonly string[], first: readonly string[]): void {
  if (columns.join('\n') === first.join('\n')) return;
  const quoted = (names: readonly string[]): string => names.map((name) => JSON.stringify(name)).join(', ');
  throw new UsageError(
    `${file} has the columns ${quoted(columns)}, the first file ${quoted(first)}; expected the same, or --format ndjson`,
  );
}
