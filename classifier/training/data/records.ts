import { type CsvError, type Options, type Parser, parse } from 'csv-parse';
import { DatasetError } from '../../src/errors.ts';
import { findDelimiter, nameDelimiter, SEPARATOR_LINE } from './delimiters.ts';
import { countLineFeeds, MAX_RECORD_BYTES, readBlocks, readLines, type Source } from './lines.ts';

/** The formats a data set may have; the first line of a TSV or CSV names its columns. */
export type Format = 'tsv' | 'csv' | 'ndjson';

/** One row of a data set. */
export interface DataRecord {
  /** The line of the file on which the row starts, from 1. */
  line: number;
  /** The line that names the columns: the first of a TSV or CSV, the row's own where it is JSON. */
  headerLine: number;
  /** The row's values by column. */
  fields: Record<string, unknown>;
  /** Whether the fields are those of a CloudEvent's data, its attributes left out. */
  isEvent?: boolean;
  /** What is wrong with the row, where such are given; its fields are then those that could be read. */
  fault?: string;
}

/** How records are read. */
export interface RecordOptions {
  /** What stands between the fields of a table that has quotes as CSV does; found by its first line if not given. */
  delimiter?: string | undefined;
  /** Whether a row that cannot be read is given with its fault, so that those after it are read; else it is an error. */
  keepFaults?: boolean;
}

type ReadFields = Pick<DataRecord, 'fields' | 'isEvent'>;

const FORMATS = new Map<string, Format>([
  ['.tsv', 'tsv'],
  ['.csv', 'csv'],
  ['.ndjson', 'ndjson'],
  ['.jsonl', 'ndjson'],
]);

/** The format that a file's extension tells (`.tsv`, `.csv`, `.ndjson`, `.jsonl`, with or without `.gz`), `undefined` for any other. */
export function findFormat(file: string): Format | undefined {
  const [extension = ''] = /\.[a-z]+$/i.exec(file.replace(/\.gz$/i, '')) ?? [];
  return FORMATS.get(extension.toLowerCase());
}

/**
 * Like `findFormat`, for files that must have a format.
 * @throws DatasetError for an extension that tells none
 */
export function requireFormat(file: string): Format {
  const format = findFormat(file);
  if (format !== undefined) return format;
  const known = [...FORMATS.keys()].join(', ');
  throw new DatasetError(
    file,
    undefined,
    `the format is not known; expected a name ending in ${known}, or with .gz after it`,
  );
}

/**
 * The records of a source one by one, in bounded memory. Blank lines are skipped. Of a CloudEvent in JSON its data are
 * the record. TSV has no quoting, as Kaggle's
 * has none: a quote is a character like any other. CSV is that of RFC 4180, with commas or with what else its first line
 * has between its fields.
 * @throws DatasetError at the first record that cannot be read, after those before it were given
 */
export function readRecords(
  source: Source,
  format: Format,
  options: RecordOptions = {},
): AsyncGenerator<DataRecord> {
  return format === 'ndjson' ? readJsonRecords(source, options) : readTableRecords(source, format, options);
}

async function* readJsonRecords(source: Source, { keepFaults }: RecordOptions): AsyncGenerator<DataRecord> {
  for await (const { line, text } of readLines(source)) {
    if (text.trim() === '') continue;
    const read = () => readJson(source.name, line, text);
    yield { line, headerLine: line, ...(keepFaults ? orFault(source.name, line, read) : read()) };
  }
}

function readJson(file: string, line: number, text: string): ReadFields {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new DatasetError(file, line, `not valid JSON (${reason}); expected one object a line`, { cause });
  }
  if (isObject(value)) {
    const data = dataOf(value);
    const fields = Object.assign(createFields<unknown>(), data ?? value);
    return data === undefined ? { fields } : { fields, isEvent: true };
  }
  const kind = Array.isArray(value) ? 'an array' : value === null ? 'null' : `a ${typeof value}`;
  throw new DatasetError(file, line, `the JSON is ${kind}; expected one object a line`);
}

/** The data of a CloudEvent, as a sink has kept it; `undefined` for an object that is none. */
function dataOf({ specversion, data }: Record<string, unknown>): Record<string, unknown> | undefined {
  return typeof specversion === 'string' && isObject(data) ? data : undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

async function* readTableRecords(
  source: Source,
  format: 'tsv' | 'csv',
  { delimiter, keepFaults }: RecordOptions,
): AsyncGenerator<DataRecord> {
  let header: TableRow | undefined;
  for await (const row of readTableRows(source, format, delimiter)) {
    const isBlankLine = row.values.length === 1 && row.values[0]!.trim() === '';
    if (header === undefined) {
      if (!isBlankLine) header = row;
    } else if (!isBlankLine || header.values.length === 1) {
      const { line, values } = header;
      const read = () => ({ fields: nameFields(source.name, values, row) });
      const record = keepFaults ? orFault(source.name, row.line, read) : read();
      if ('fault' in record) record.fields = pairFields(values, row.values);
      yield { line: row.line, headerLine: line, ...record };
    }
  }
  if (header === undefined) {
    throw new DatasetError(
      source.name,
      undefined,
      'the file is empty; expected a first line with the column names',
    );
  }
}

function nameFields(file: string, columns: string[], { line, values }: TableRow): Record<string, string> {
  if (values.length !== columns.length) {
    const problem = `${values.length} fields; expected ${columns.length} (${columns.map(quote).join(', ')})`;
    throw new DatasetError(file, line, problem);
  }
  return pairFields(columns, values);
}

/** The values of columns, empty where there are too few; of two columns of one name the first counts. */
function pairFields(columns: readonly string[], values: readonly string[]): Record<string, string> {
  const fields = createFields<string>();
  for (const [i, column] of columns.entries()) fields[column] ??= values[i] ?? '';
  return fields;
}

/** The fields of a row, or none and what is wrong with it, without its place. */
function orFault(file: string, line: number, read: () => ReadFields): ReadFields & Pick<DataRecord, 'fault'> {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof DatasetError)) throw error;
    return { fields: createFields(), fault: error.message.replace(`${file}, line ${line}: `, '') };
  }
}

/** No fields yet, and none inherited: a column may be named `__proto__` or `constructor`. */
function createFields<Value>(): Record<string, Value> {
  return Object.create(null);
}

interface TableRow {
  line: number;
  values: string[];
}

const TABLE_OPTIONS = {
  tsv: { quote: null, escape: null },
  csv: { quote: '"', escape: '"' },
} satisfies Record<string, Options>;

/** A name as messages show it. */
export const quote = (name: string): string => JSON.stringify(name);

/** What csv-parse calls a fault, in words that say what would be right. */
const describeProblems = (delimiter: string): Record<string, string> => ({
  CSV_QUOTE_NOT_CLOSED:
    'a quote is not closed before the end of the file; expected " at the end of the field',
  CSV_INVALID_CLOSING_QUOTE: `text follows a closing quote; expected ${nameDelimiter(delimiter)} or a line break, or "" for a quote in the text`,
  INVALID_OPENING_QUOTE:
    'a quote inside an unquoted field; expected the field in quotes, with "" for each quote in it',
  CSV_MAX_RECORD_SIZE: `the record is longer than ${MAX_RECORD_BYTES} bytes; is a quote not closed?`,
});

async function* readTableRows(
  source: Source,
  format: 'tsv' | 'csv',
  given: string | undefined,
): AsyncGenerator<TableRow> {
  // csv-parse drops the rows before a fault and counts CR LF in a quoted field as two lines, hence rows of our own:
  // each row is as long as the line feeds in it and the one after it.
  let rows: TableRow[] = [];
  let line = 1;
  const blocks = readBlocks(source);
  const { value: first = '' } = await blocks.next();
  const told = format === 'csv' ? SEPARATOR_LINE.exec(first) : null;
  const rest = told ? first.slice(told[0].length) : first;
  if (told) line++;
  const delimiter = given ?? told?.[1] ?? (format === 'tsv' ? '\t' : findDelimiter(rest));
  const options = TABLE_OPTIONS[given === undefined ? format : 'csv'];
  const parser = parse({
    ...options,
    delimiter,
    record_delimiter: ['\r\n', '\n'],
    relax_column_count: true, // blank lines are let through; `nameFields` counts the fields of all others
    max_record_size: MAX_RECORD_BYTES,
    on_record: (values: string[]) => {
      rows.push({ line, values });
      line++;
      if (options.quote !== null) for (const value of values) line += countLineFeeds(value);
      return null;
    },
  });
  parser.on('error', () => {}); // `feed` gives the error; without a listener Node.js would throw it as well
  for await (const block of between(rest, blocks, undefined)) {
    const error = await feed(parser, block);
    const parsed = rows;
    rows = [];
    yield* parsed;
    if (error !== undefined) {
      throw new DatasetError(source.name, line, describeProblems(delimiter)[error.code] ?? error.message, {
        cause: error,
      });
    }
  }
}

async function* between<T, End>(first: T, items: AsyncGenerator<T>, end: End): AsyncGenerator<T | End> {
  try {
    yield first;
    yield* items;
    yield end;
  } finally {
    // Who stops at the first has the file closed too.
    await items.return(undefined);
  }
}

/** Gives the parser one more block, or with `undefined` the end of the file; the error is what it found wrong. */
function feed(parser: Parser, block: string | undefined): Promise<CsvError | undefined> {
  return new Promise((resolve) => {
    const finish = (error?: Error | null) => resolve((error ?? undefined) as CsvError | undefined);
    if (block === undefined) parser.end(finish);
    else parser.write(block, finish);
  });
}
