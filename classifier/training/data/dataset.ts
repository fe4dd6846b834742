import { DatasetError, MissingColumnError } from '../../src/errors.ts';
import { readLines, type Source } from './lines.ts';
import { type DataRecord, type Format, quote, readRecords } from './records.ts';

/** One text of a data set, with its label as the file has it. */
export interface FoundText {
  text: string;
  /** Without white space around it. */
  label: string;
  /** Texts of one group (phrases of one sentence) must stand on the same side of a split. */
  group: string;
  /** The line of the file on which the record starts, from 1. */
  line: number;
}

/** One labelled text of a data set. */
export interface LabelledText extends Omit<FoundText, 'label'> {
  /** The place of its class, 0..numClasses − 1. */
  label: number;
}

/** How texts are read. */
export interface TextOptions {
  /** The column of the text; found by name if not given. */
  textColumn?: string | undefined;
  /** What stands between the fields of a table; found by its first line if not given. */
  delimiter?: string | undefined;
  /** Called with the line of each row left out because its text is empty or white space. */
  onBlank?: ((line: number) => void) | undefined;
}

/** How labelled texts are read. */
export interface LabelOptions extends TextOptions {
  /** The column of the label; found by name if not given. */
  labelColumn?: string | undefined;
  /** Called with the line of each row left out because it has no label; without it such a row is an error. */
  onUnlabelled?: ((line: number) => void) | undefined;
  /** Called with the name of the label's column once it is known. */
  onLabelColumn?: ((name: string) => void) | undefined;
}

/** The names under which the columns are looked for, the first found is taken. */
export const TEXT_COLUMNS = [
  ...['Phrase', 'Sentence', 'text', 'mytext', 'review', 'reviewText', 'reviewBody', 'reviewContent'],
  ...['content', 'comment', 'tweet', 'message', 'body', 'summary'],
];
export const LABEL_COLUMNS = [
  ...[
    'Sentiment',
    'label',
    'rating',
    'overall',
    'stars',
    'starRating',
    'score',
    'polarity',
    'class',
    'category',
  ],
];
const GROUP_COLUMNS = ['SentenceId'];

/** Labels that stand for none. */
const NO_LABELS = new Set(['', 'nan', 'null', 'n/a', '\\n']);

/**
 * The texts of a data set with their labels as they stand there, one by one. Rows whose text is blank are left out (Kaggle's own file has some)
 * and told to `onBlank`; texts are given as they are in the file.
 * @throws DatasetError at the first row that cannot be used, and for a data set without rows
 */
export async function* readFoundTexts(
  source: Source,
  format: Format,
  { textColumn, labelColumn, delimiter, onBlank, onUnlabelled, onLabelColumn }: LabelOptions = {},
): AsyncGenerator<FoundText> {
  const { name } = source;
  let columns: { text: string; label: string; group: string | undefined } | undefined;
  let missing: MissingColumnError | undefined;
  for await (const record of readRecords(source, format, { delimiter })) {
    if (columns === undefined) {
      const text = requireColumn(name, record, 'text', textColumn, TEXT_COLUMNS);
      try {
        const label = requireColumn(name, record, 'label', labelColumn, LABEL_COLUMNS);
        columns = { text, label, group: findColumn(Object.keys(record.fields), GROUP_COLUMNS) };
      } catch (error) {
        // Each record of NDJSON has columns of its own: nobody may have labelled the first ones.
        if (!(error instanceof MissingColumnError) || format !== 'ndjson' || !onUnlabelled) throw error;
        missing ??= error;
        onUnlabelled(record.line);
        continue;
      }
      onLabelColumn?.(columns.label);
    }
    const text = readText(name, record, columns.text);
    if (isBlank(text)) {
      onBlank?.(record.line);
      continue;
    }
    const label = readLabel(name, record, columns.label);
    if (label === undefined) {
      if (onUnlabelled === undefined) throw noLabel(name, record, columns.label);
      onUnlabelled(record.line);
    } else {
      const group = columns.group === undefined ? text : String(record.fields[columns.group] ?? text);
      yield { text, label, group, line: record.line };
    }
  }
  if (missing !== undefined && columns === undefined) throw missing;
  if (columns === undefined) throw new DatasetError(name, undefined, 'no rows; expected labelled texts');
}

/**
 * The texts of a data set without labels, or of plain `lines`, one by one; blank ones are left out and told to `onBlank`.
 * @throws DatasetError at the first row that cannot be used
 */
export async function* readTexts(
  source: Source,
  format: Format | 'lines',
  { textColumn, delimiter, onBlank }: TextOptions = {},
): AsyncGenerator<{ text: string; line: number }> {
  const texts =
    format === 'lines' ? readLines(source) : readTextColumn(source, format, textColumn, delimiter);
  for await (const { text, line } of texts) {
    if (isBlank(text)) onBlank?.(line);
    else yield { text, line };
  }
}

async function* readTextColumn(
  source: Source,
  format: Format,
  textColumn: string | undefined,
  delimiter: string | undefined,
) {
  let column: string | undefined;
  for await (const record of readRecords(source, format, { delimiter })) {
    column ??= requireColumn(source.name, record, 'text', textColumn, TEXT_COLUMNS);
    yield { text: readText(source.name, record, column), line: record.line };
  }
}

/** A row of a table or a JSON object, with the text that it holds. */
export interface TextRecord extends DataRecord {
  /** Empty where the record is at fault. */
  text: string;
}

/**
 * The records of a data set with their texts, one by one, blank ones and those at fault too.
 * @throws DatasetError where no record has a column of texts, and for a table whose end is not found
 */
export async function* readTextRecords(
  source: Source,
  format: Format,
  { textColumn, delimiter }: Omit<TextOptions, 'onBlank'> = {},
): AsyncGenerator<TextRecord> {
  let column: string | undefined;
  let missing: MissingColumnError | undefined;
  for await (const record of readRecords(source, format, { delimiter, keepFaults: true })) {
    // Of JSON a first line that cannot be read has no columns to look among.
    const isReadable = record.fault === undefined || format !== 'ndjson';
    if (isReadable && column === undefined) {
      try {
        column = requireColumn(source.name, record, 'text', textColumn, TEXT_COLUMNS);
      } catch (error) {
        // Each record of NDJSON has columns of its own: the next may have it.
        if (!(error instanceof MissingColumnError) || format !== 'ndjson') throw error;
        missing ??= error;
        yield { ...record, text: '', fault: 'no text column; expected one as in other records' };
        continue;
      }
    }
    const text = column === undefined ? undefined : record.fields[column];
    if (record.fault !== undefined) yield { ...record, text: '' };
    else if (typeof text === 'string') yield { ...record, text };
    else yield { ...record, text: '', fault: `field "${column}" is ${describeValue(text)}; expected a text` };
  }
  if (column === undefined && missing !== undefined) throw missing;
}

/**
 * The first of `names` that is a column, written so or, where none is, in another case or with spaces, hyphens or
 * underscores in it.
 */
function findColumn(columns: readonly string[], names: readonly string[]): string | undefined {
  const normalize = (name: string) => name.toLowerCase().replace(/[\s_-]/g, '');
  const exact = names.find((name) => columns.includes(name));
  if (exact !== undefined) return exact;
  for (const name of names) {
    const column = columns.find((candidate) => normalize(candidate) === normalize(name));
    if (column !== undefined) return column;
  }
  return undefined;
}

function requireColumn(
  file: string,
  record: DataRecord,
  what: 'text' | 'label',
  wanted: string | undefined,
  names: readonly string[],
): string {
  const columns = Object.keys(record.fields);
  const column = findColumn(columns, wanted === undefined ? names : [wanted]);
  if (column !== undefined) return column;
  const expected = wanted === undefined ? `one of ${names.join(', ')}` : quote(wanted);
  const among = columns.length === 0 ? 'in an empty object' : `among ${columns.map(quote).join(', ')}`;
  const problem = `no ${what} column ${among}; expected ${expected}`;
  throw new MissingColumnError(file, record.headerLine, what, wanted, problem);
}

function readText(file: string, { line, fields }: DataRecord, column: string): string {
  const text = fields[column];
  if (typeof text === 'string') return text;
  throw new DatasetError(file, line, `field "${column}" is ${describeValue(text)}; expected a text`);
}

/** A row's label as it stands there, `undefined` where it has none. */
function readLabel(file: string, { line, fields }: DataRecord, column: string): string | undefined {
  const value = fields[column];
  if (value === undefined || value === null) return undefined;
  if (!['string', 'number', 'boolean'].includes(typeof value)) {
    throw new DatasetError(file, line, `field "${column}" is ${describeValue(value)}; expected a label`);
  }
  const label = String(value).trim();
  return NO_LABELS.has(label.toLowerCase()) ? undefined : label;
}

function noLabel(file: string, { line, fields }: DataRecord, column: string): DatasetError {
  const problem = `field "${column}" is ${describeValue(fields[column])}; expected a label, or --skip-unlabelled to leave out rows without one`;
  return new DatasetError(file, line, problem);
}

const isBlank = (text: string) => text.trim() === '';

/** A value as an error message shows it: cut where it is long, since a wrong column may hold a whole review. */
function describeValue(value: unknown): string {
  if (value === undefined) return 'missing';
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
