import { DatasetError, MissingColumnError } from '../../src/errors.ts';
import { keyOf, readSentimentNames } from './label-conventions.ts';
import { readLines, type Source } from './lines.ts';
import { type DataRecord, type Format, quote, readRecords } from './records.ts';

interface PlacedText {
  text: string;
  /** Texts of one group (phrases of one sentence) must stand on the same side of a split. */
  group: string;
  /** The line of the file on which the record starts, from 1. */
  line: number;
}

/** One text of a data set, with its label as the file has it. */
export interface FoundText extends PlacedText {
  /** Without white space around it. */
  label: string;
  side?: undefined;
}

/** One labelled text of a data set. */
export interface LabelledText extends PlacedText {
  /** The place of its class, 0..numClasses − 1. */
  label: number;
  /** Where its label was read as stars, how many. */
  stars?: number;
}

/** The half of a scale on which a text stands. */
export type Side = 'negative' | 'positive';

/** One text of a data set that has no label, only a side. */
export interface SidedText extends PlacedText {
  label?: undefined;
  side: Side;
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
  /** Whether a row without a label is read by its side, if it has one. */
  sides?: boolean | undefined;
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
const SIDE_COLUMNS = ['side'];

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
        // Each record of NDJSON has columns of its own: nobody may have labelled the first ones.
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
  const problem = `no ${what} column ${among}; expected ${expected}${what === 'label' ? placeOfLabel(record) : ''}`;
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

/** A row's side, `undefined` where it has none. */
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

/** Where an event has its label. An attribute of that name is not it: of a recorded answer it is what was answered. */
function placeOfLabel({ isEvent }: DataRecord): string {
  return isEvent ? " in the event's data, beside the text" : '';
}

const isBlank = (text: string) => text.trim() === '';

/** A value as an error message shows it: cut where it is long, since a wrong column may hold a whole review. */
function describeValue(value: unknown): string {
  if (value === undefined) return 'missing';
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
