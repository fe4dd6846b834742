import { DatasetError, MissingColumnError } from '../../src/errors.ts';
import { describeLabels, type LabelMap, readLabel } from './labels.ts';
import { readLines, type Source } from './lines.ts';
import { type DataRecord, type Format, readRecords } from './records.ts';

/** One labelled text of a data set. */
export interface LabelledText {
  text: string;
  /** 0 (negative) to 4 (positive). */
  label: number;
  /** Texts of one group (phrases of one sentence) must stand on the same side of a split. */
  group: string;
  /** The line of the file on which the record starts, from 1. */
  line: number;
}

/** How texts are read. */
export interface TextOptions {
  /** The column of the text; found by name if not given. */
  textColumn?: string | undefined;
  /** Called with the line of each row left out because its text is empty or white space. */
  onBlank?: ((line: number) => void) | undefined;
}

/** How labelled texts are read. */
export interface LabelOptions extends TextOptions {
  /** The column of the label; found by name if not given. */
  labelColumn?: string | undefined;
  /** What the data set's own labels stand for; without it they are 0..4 or the names of the sentiments. */
  labelMap?: LabelMap | undefined;
}

/** The names under which the columns are looked for, the first found is taken. */
const TEXT_COLUMNS = ['Phrase', 'Sentence', 'text', 'mytext', 'review'];
const LABEL_COLUMNS = ['Sentiment', 'label', 'sentiment'];
const GROUP_COLUMNS = ['SentenceId'];

/**
 * The labelled texts of a data set, one by one. Rows whose text is blank are left out (Kaggle's own file has some)
 * and told to `onBlank`; texts are given as they are in the file.
 * @throws DatasetError at the first row that cannot be used, and for a data set without rows
 */
export async function* readLabelledTexts(
  source: Source,
  format: Format,
  { textColumn, labelColumn, labelMap, onBlank }: LabelOptions = {},
): AsyncGenerator<LabelledText> {
  const { name } = source;
  let columns: { text: string; label: string; group: string | undefined } | undefined;
  for await (const record of readRecords(source, format)) {
    columns ??= {
      text: requireColumn(name, record, 'text', textColumn, TEXT_COLUMNS),
      label: requireColumn(name, record, 'label', labelColumn, LABEL_COLUMNS),
      group: findColumn(Object.keys(record.fields), GROUP_COLUMNS),
    };
    const text = readText(name, record, columns.text);
    const label = requireLabel(name, record, columns.label, labelMap);
    if (isBlank(text)) {
      onBlank?.(record.line);
    } else {
      const group = columns.group === undefined ? text : String(record.fields[columns.group] ?? text);
      yield { text, label, group, line: record.line };
    }
  }
  if (columns === undefined) throw new DatasetError(name, undefined, 'no rows; expected labelled texts');
}

/**
 * The texts of a data set without labels, or of plain `lines`, one by one; blank ones are left out and told to `onBlank`.
 * @throws DatasetError at the first row that cannot be used
 */
export async function* readTexts(
  source: Source,
  format: Format | 'lines',
  { textColumn, onBlank }: TextOptions = {},
): AsyncGenerator<{ text: string; line: number }> {
  const texts = format === 'lines' ? readLines(source) : readTextColumn(source, format, textColumn);
  for await (const { text, line } of texts) {
    if (isBlank(text)) onBlank?.(line);
    else yield { text, line };
  }
}

/**
 * All records of a data set in their order, also those that hold no text: with the problem in its place.
 * @throws MissingColumnError where no good record has the column, and DatasetError where the rest cannot be read
 */
export async function* readTextsAndProblems(
  source: Source,
  format: Format,
  textColumn?: string,
): AsyncGenerator<{ line: number; text: string } | { line: number; problem: DatasetError }> {
  let column: string | undefined;
  let missing: DatasetError | undefined;
  for await (const record of readRecords(source, format, { keepBad: true })) {
    const { line, fields } = record;
    let { problem } = record;
    if (problem === undefined && column === undefined) {
      try {
        column = requireColumn(source.name, record, 'text', textColumn, TEXT_COLUMNS);
      } catch (error) {
        // Each record of NDJSON has columns of its own: the next may have it.
        if (!(error instanceof DatasetError) || format !== 'ndjson') throw error;
        problem = error;
        missing ??= error;
      }
    }
    if (problem === undefined) {
      const text = fields[column!];
      if (typeof text === 'string' && !isBlank(text)) {
        yield { line, text };
        continue;
      }
      problem = notText(source.name, line, column!, text);
    }
    yield { line, problem };
  }
  if (column === undefined && missing !== undefined) throw missing;
}

async function* readTextColumn(source: Source, format: Format, textColumn: string | undefined) {
  let column: string | undefined;
  for await (const record of readRecords(source, format)) {
    column ??= requireColumn(source.name, record, 'text', textColumn, TEXT_COLUMNS);
    yield { text: readText(source.name, record, column), line: record.line };
  }
}

/** The first of `names` that is a column, written so or, where none is, in another case. */
function findColumn(columns: readonly string[], names: readonly string[]): string | undefined {
  const normalize = (name: string) => name.trim().toLowerCase();
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
  const expected = wanted === undefined ? `one of ${names.join(', ')}` : `"${wanted}"`;
  const among = columns.length === 0 ? 'in an empty object' : `among ${columns.join(', ')}`;
  const problem = `no ${what} column ${among}; expected ${expected}`;
  throw new MissingColumnError(file, record.headerLine, what, wanted, problem);
}

function readText(file: string, { line, fields }: DataRecord, column: string): string {
  const text = fields[column];
  if (typeof text === 'string') return text;
  throw notText(file, line, column, text);
}

function notText(file: string, line: number, column: string, value: unknown): DatasetError {
  return new DatasetError(file, line, `field "${column}" is ${describeValue(value)}; expected a text`);
}

function requireLabel(
  file: string,
  { line, fields }: DataRecord,
  column: string,
  labelMap?: LabelMap,
): number {
  const label = readLabel(fields[column], labelMap);
  if (label !== undefined) return label;
  const problem = `field "${column}" is ${describeValue(fields[column])}; expected ${describeLabels(labelMap)}`;
  throw new DatasetError(file, line, problem);
}

const isBlank = (text: string) => text.trim() === '';

/** A value as an error message shows it: cut where it is long, since a wrong column may hold a whole review. */
function describeValue(value: unknown): string {
  if (value === undefined) return 'missing';
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
