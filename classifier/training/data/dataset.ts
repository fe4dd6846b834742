import { DatasetError, MissingColumnError } from '../../src/errors.ts';
import { keyOf, readSentimentNames } from './label-conventions.ts';
import { readLines, type Source } from './lines.ts';
import { type DataRecord, type Format, quote, readRecords } from './records.ts';

interface PlacedText {
  text: string;
  /** The group of the text, such as its sentence. A split must not divide a group. */
  group: string;
  /** The line of the file where the record starts, from 1. */
  line: number;
}

/** A text of a data set, with its label as spelled in the file. */
export interface FoundText extends PlacedText {
  /** The label, without surrounding white space. */
  label: string;
  side?: undefined;
}

/** A labelled text of a data set. */
export interface LabelledText extends PlacedText {
  /** The label: the index of the text's class, 0..numClasses − 1. */
  label: number;
  /** The number of stars, if the label was read as stars. */
  stars?: number;
}

/** One half of a scale. */
export type Side = 'negative' | 'positive';

/** A text of a data set that has only a side, not a label. */
export interface SidedText extends PlacedText {
  label?: undefined;
  side: Side;
}

/** Options for reading texts. */
export interface TextOptions {
  /** The column with the text; by default it is found by name. */
  textColumn?: string | undefined;
  /** The delimiter of a table; by default it is detected in the first line. */
  delimiter?: string | undefined;
  /** Called with the line of each row skipped because its text is empty or white space. */
  onBlank?: ((line: number) => void) | undefined;
}

/** Options for reading labelled texts. */
export interface LabelOptions extends TextOptions {
  /** The column with the label; by default it is found by name. */
  labelColumn?: string | undefined;
  /** Called with the line of each row skipped because it has no label. Without this option such a row is an error. */
  onUnlabelled?: ((line: number) => void) | undefined;
  /** Called with the name of the label column once it is known. */
  onLabelColumn?: ((name: string) => void) | undefined;
  /** Whether a row without a label is read with its side, if it has one. */
  sides?: boolean | undefined;
}

/** The default names of the text column, in order of preference. */
export const TEXT_COLUMNS = [
  ...['Phrase', 'Sentence', 'text', 'mytext', 'review', 'reviewText', 'reviewBody', 'reviewContent'],
  ...['content', 'comment', 'tweet', 'message', 'body', 'summary'],
];
/** The default names of the label column, in order of preference. */
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
const SIDE_COLUMNS = ['side'];

/** Values that mean there is no label. */
const NO_LABELS = new Set(['', 'nan', 'null', 'n/a', '\\n']);

/**
 * Reads the texts of a data set with their labels as spelled there, one by one. Rows with a blank text (Kaggle's file
 * has some) are skipped and reported to `onBlank`. Texts are not changed.
 * @throws DatasetError at the first unusable row, and for a data set without rows
 */
export async function* readFoundTexts(
  source: Source,
  format: Format,
  { textColumn, labelColumn, delimiter, onBlank, onUnlabelled, onLabelColumn, sides }: LabelOptions = {},
): AsyncGenerator<FoundText | SidedText> {
  const { name } = source;
  let columns: { text: string; group: string | undefined } | undefined;
  let labels: string | undefined;
  let missing: MissingColumnError | undefined;
  for await (const record of readRecords(source, format, { delimiter })) {
    const names = Object.keys(record.fields);
    columns ??= {
      text: requireColumn(name, record, 'text', textColumn, TEXT_COLUMNS),
      group: findColumn(names, GROUP_COLUMNS),
    };
    const side = sides ? readSide(name, record) : undefined;
    if (labels === undefined) {
      try {
        labels =
          side === undefined
            ? requireColumn(name, record, 'label', labelColumn, LABEL_COLUMNS)
            : findColumn(names, labelColumn === undefined ? LABEL_COLUMNS : [labelColumn]);
      } catch (error) {
        // Each NDJSON record has its own fields, so the first ones may just be unlabelled.
        if (!(error instanceof MissingColumnError) || format !== 'ndjson' || !onUnlabelled) throw error;
        missing ??= error;
        onUnlabelled(record.line);
        continue;
      }
      if (labels !== undefined) onLabelColumn?.(labels);
    }
    const text = readText(name, record, columns.text);
    if (isBlank(text)) {
      onBlank?.(record.line);
      continue;
    }
    const group = columns.group === undefined ? text : String(record.fields[columns.group] ?? text);
    const label = labels === undefined ? undefined : readLabel(name, record, labels);
    if (label !== undefined) yield { text, label, group, line: record.line };
    else if (side !== undefined) yield { text, side, group, line: record.line };
    else if (onUnlabelled === undefined) throw noLabel(name, record, labels!);
    else onUnlabelled(record.line);
  }
  if (missing !== undefined && labels === undefined) throw missing;
  if (columns === undefined) throw new DatasetError(name, undefined, 'no rows; expected labelled texts');
}

/**
 * Reads the texts of an unlabelled data set, or of plain `lines`, one by one. Blank texts are skipped and reported to
 * `onBlank`.
 * @throws DatasetError at the first unusable row
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

/** A table row or JSON object, with its text. */
export interface TextRecord extends DataRecord {
  /** Empty if the record is faulty. */
  text: string;
}

/**
 * Reads all records of a data set with their texts, one by one, including blank and faulty ones.
 * @throws DatasetError when no record has a text column, and for a table with an unclosed quote
 */
export async function* readTextRecords(
  source: Source,
  format: Format,
  { textColumn, delimiter }: Omit<TextOptions, 'onBlank'> = {},
): AsyncGenerator<TextRecord> {
  let column: string | undefined;
  let missing: MissingColumnError | undefined;
  for await (const record of readRecords(source, format, { delimiter, keepFaults: true })) {
    // A faulty first line of NDJSON has no fields to search.
    const isReadable = record.fault === undefined || format !== 'ndjson';
    if (isReadable && column === undefined) {
      try {
        column = requireColumn(source.name, record, 'text', textColumn, TEXT_COLUMNS);
      } catch (error) {
        // Each NDJSON record has its own fields, so the next one may have a text.
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
 * Finds the first of `names` that is a column. If there is no exact match, case, spaces, hyphens and underscores are
 * ignored.
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
  const problem = `no ${what} column ${among}; expected ${expected}${what === 'label' ? placeOfLabel(record) : ''}`;
  throw new MissingColumnError(file, record.headerLine, what, wanted, problem);
}

function readText(file: string, { line, fields }: DataRecord, column: string): string {
  const text = fields[column];
  if (typeof text === 'string') return text;
  throw new DatasetError(file, line, `field "${column}" is ${describeValue(text)}; expected a text`);
}

/** The label of a row as spelled there; `undefined` if it has none. */
function readLabel(file: string, { line, fields }: DataRecord, column: string): string | undefined {
  const value = fields[column];
  if (value === undefined || value === null) return undefined;
  if (!['string', 'number', 'boolean'].includes(typeof value)) {
    throw new DatasetError(file, line, `field "${column}" is ${describeValue(value)}; expected a label`);
  }
  const label = String(value).trim();
  return NO_LABELS.has(label.toLowerCase()) ? undefined : label;
}

/** The side of a row; `undefined` if it has none. */
function readSide(file: string, { line, fields }: DataRecord): Side | undefined {
  const column = findColumn(Object.keys(fields), SIDE_COLUMNS);
  const value = column === undefined ? undefined : fields[column];
  if (value === undefined || value === null || NO_LABELS.has(String(value).trim().toLowerCase()))
    return undefined;
  const [side] = readSentimentNames([keyOf(String(value))])?.classes ?? [];
  if (side === 'negative' || side === 'positive') return side;
  const problem = `field "${column}" is ${describeValue(value)}; expected negative or positive`;
  throw new DatasetError(file, line, problem);
}

function noLabel(file: string, record: DataRecord, column: string): DatasetError {
  const problem = `field "${column}" is ${describeValue(record.fields[column])}; expected a label${placeOfLabel(record)}, or --skip-unlabelled to leave out rows without one`;
  return new DatasetError(file, record.line, problem);
}

/**
 * Where the label of an event belongs. An attribute of that name does not count: in a recorded answer it is the
 * prediction.
 */
function placeOfLabel({ isEvent }: DataRecord): string {
  return isEvent ? " in the event's data, beside the text" : '';
}

const isBlank = (text: string) => text.trim() === '';

/** Shows a value in an error message. Long values are cut, because a wrong column may hold whole reviews. */
function describeValue(value: unknown): string {
  if (value === undefined) return 'missing';
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
