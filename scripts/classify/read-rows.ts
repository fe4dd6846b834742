import { basename } from 'node:path';
import { type Format, readTextRecords, readTexts } from '../../classifier/training/index.ts';
import type { Input } from '../program/read-file.ts';
import { UsageError } from '../program/run-program.ts';
import { needsPrefix, type OutputStyle, PREFIX, resultColumns, toRow } from './output.ts';
import type { Row } from './rows.ts';

/** What is read, and how. */
export interface Reading {
  input: Input;
  format: Format | 'lines';
  textColumn: string | undefined;
  delimiter: string | undefined;
}

/** What is told of the rows as they are read. */
export interface RowListener {
  /** The columns of a table, once they are known. */
  onColumns(file: string, columns: readonly string[]): Promise<void> | void;
  onBlank(): void;
  onFault(): void;
}

/**
 * The rows of a file with what is printed before their results. A table keeps blank ones and their place; a list of
 * texts leaves them out.
 * @param withFile whether each row tells its file, where several are read
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
    // Once it is needed it stays, so that names do not change from row to row more than they must.
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

/** The first line of a table of results. */
export function headerOf(columns: readonly string[], style: OutputStyle, withFile: boolean): string {
  const own = [...(withFile ? ['file'] : []), ...columns];
  const prefix = needsPrefix(own, style.labels) ? PREFIX : '';
  return toRow([...own, ...resultColumns(style.labels).map((name) => prefix + name)], style);
}

/**
 * Holds the columns of one file against those of the first.
 * @throws UsageError where they differ, as rows of both have no common head
 */
export function expectSameColumns(file: string, columns: readonly string[], first: readonly string[]): void {
  if (columns.join('\n') === first.join('\n')) return;
  const quoted = (names: readonly string[]): string => names.map((name) => JSON.stringify(name)).join(', ');
  throw new UsageError(
    `${file} has the columns ${quoted(columns)}, the first file ${quoted(first)}; expected the same, or --format ndjson`,
  );
}
