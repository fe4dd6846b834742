import { type CsvError, type Options, type Parser, parse } from 'csv-parse';
import { DatasetError } from '../../src/errors.ts';
import { findDelimiter, nameDelimiter, SEPARATOR_LINE } from './delimiters.ts';
import { countLineFeeds, MAX_RECORD_BYTES, readBlocks, readLines, type Source } from './lines.ts';

/** The formats of data sets. The first line of a TSV or CSV file holds the column names. */
export type Format = 'tsv' | 'csv' | 'ndjson';

/** One row of a data set. */
export interface DataRecord {
  /** The line of the file where the row starts, from 1. */
  line: number;
  /** The line with the column names: the first line of a TSV or CSV file, or the row's own line in NDJSON. */
  headerLine: number;
  /** The row's values by column. */
  fields: Record<string, unknown>;
  /** Whether the fields come from the data of a CloudEvent. */
  isEvent?: boolean;
  /** What is wrong with the row, if faults are kept. Its fields are then those that could be read. */
  fault?: string;
}

/** Options for reading records. */
export interface RecordOptions {
  /** The delimiter of a table with CSV quoting; by default it is detected in the first line. */
  delimiter?: string | undefined;
  /** Whether an unreadable row is returned with its fault, so that reading continues; otherwise it is an error. */
  keepFaults?: boolean;
}

type ReadFields = Pick<DataRecord, 'fields' | 'isEvent'>;

const FORMATS = new Map<string, Format>([
  ['.tsv', 'tsv'],
  ['.csv', 'csv'],
  ['.ndjson', 'ndjson'],
  ['.jsonl', 'ndjson'],
]);

/**
 * The format for a file's extension (`.tsv`, `.csv`, `.ndjson` or `.jsonl`, optionally with `.gz`); `undefined` for any
 * other.
 */
export function findFormat(file: string): Format | undefined {
  const [extension = ''] = /\.[a-z]+$/i.exec(file.replace(/\.gz$/i, '')) ?? [];
  return FORMATS.get(extension.toLowerCase());
}

/**
 * The format for a file's extension, which must be known.
 * @throws DatasetError for an unknown extension
 */
export function requireFormat(file: string): Format {
  const format = findFormat(file);
  if (format !== undefined) return format;
  const known = [...FORMATS.keys()].join(', ');
  throw new DatasetError(
    file,
    undefined,
    `the format is unknown; expected a name ending in ${known}, or with .gz after it`,
  );
}

/**
 * Reads the records of a source one by one, in bounded memory. Blank lines are skipped. For a CloudEvent in JSON the
 * record is its data. TSV has no quoting, like Kaggle's files: a quote is an ordinary character. CSV follows RFC 4180,
 * with a comma or the delimiter detected in its first line.
 * @throws DatasetError at the first unreadable record, after yielding those before it
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

/** The data of a recorded CloudEvent; `undefined` for any other object. */
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

/** Pairs columns and values. Missing values are empty; of columns with the same name the first counts. */
function pairFields(columns: readonly string[], values: readonly string[]): Record<string, string> {
  const fields = createFields<string>();
  for (const [i, column] of columns.entries()) fields[column] ??= values[i] ?? '';
  return fields;
}

/** Reads the fields of a row, or returns the fault without its file and line. */
function orFault(file: string, line: number, read: () => ReadFields): ReadFields & Pick<DataRecord, 'fault'> {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof DatasetError)) throw error;
    return { fields: createFields(), fault: error.message.replace(`${file}, line ${line}: `, '') };
  }
}

/** An empty object without a prototype, because a column may be named `__proto__` or `constructor`. */
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

/** Quotes a name for messages. */
export const quote = (name: string): string => JSON.stringify(name);

/** Messages for the error codes of csv-parse, each saying what was expected. */
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
  // csv-parse drops the rows before a fault and counts CR LF in a quoted field as two lines. So rows are collected
  // here: a row spans the line feeds in its fields, plus one.
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
    relax_column_count: true, // for blank lines; `nameFields` checks the number of fields in all others
    max_record_size: MAX_RECORD_BYTES,
    on_record: (values: string[]) => {
      rows.push({ line, values });
      line++;
      if (options.quote !== null) for (const value of values) line += countLineFeeds(value);
      return null;
    },
  });
  parser.on('error', () => {}); // `feed` reports the error; without a listener Node.js would also throw it
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

/** Feeds the parser a block, or `undefined` at the end of the file, and returns the error it found. */
function feed(parser: Parser, block: string | undefined): Promise<CsvError | undefined> {
  return new Promise((resolve) => {
    const finish = (error?: Error | null) => resolve((error ?? undefined) as CsvError | undefined);
    if (block === undefined) parser.end(finish);
    else parser.write(block, finish);
  });
}
