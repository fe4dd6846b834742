import { stringify } from 'csv-stringify/sync';
import type { LabelSet } from '../../classifier/src/index.ts';
import type { Answer } from '../../functions/contract/abstain.ts';
import { UNDECIDED } from '../../functions/contract/sentiment-title.ts';

/** The forms in which results are printed. */
export const OUTPUT_FORMATS = ['table', 'csv', 'tsv', 'ndjson'] as const;
/** One of them, or `json`: the line, the text and the result, as `--json` prints them. */
export type OutputFormat = (typeof OUTPUT_FORMATS)[number] | 'json';

/** How results are printed. */
export interface OutputStyle {
  format: OutputFormat;
  /** What stands between the fields of a CSV. */
  delimiter: string;
  labels: LabelSet;
  /** The confidence from which a class is told, 0 to 1; always without it. */
  minConfidence?: number;
}

/** What begins the names of our columns where the data has one of that name. */
export const PREFIX = 'predicted_';

/** The columns that a result adds to those of the data, in a table. */
export function resultColumns({ isScale }: LabelSet): string[] {
  return ['sentiment', 'label', 'confidence', ...(isScale ? ['valence'] : []), 'coverage', 'model', 'error'];
}

/** Whether one of the names of a result's fields is among those of the data; all get a prefix then. */
export function needsPrefix(names: readonly string[], labels: LabelSet): boolean {
  return [...resultColumns(labels), 'probabilities'].some((name) => names.includes(name));
}

/** Values as a row of a table, without a line break after it. A TSV has no quotes, so that tabs and line breaks become spaces. */
export function toRow(values: readonly unknown[], { format, delimiter }: OutputStyle): string {
  const cells = values.map((value) =>
    value === undefined || value === null
      ? ''
      : typeof value === 'object'
        ? JSON.stringify(value)
        : String(value),
  );
  if (format === 'tsv') return cells.map((cell) => cell.replace(/[\t\r\n]+/g, ' ')).join('\t');
  return stringify([cells], { delimiter, eof: false });
}

const SENTIMENT_WIDTH = 17;

/** The head of the table for people. */
export function tableHeader(labels: LabelSet): string {
  return formatRow('text', labels, ['sentiment', 'confidence', 'valence']);
}

/** A line of the table for people: a text, or what is wrong with it. */
export function tableRow(text: string, labels: LabelSet, result: Answer | undefined): string {
  // Line breaks and other control characters would break the table, or play tricks on the terminal.
  const line = text.replace(/[\p{Cc}\s]+/gu, ' ').trim();
  if (result === undefined) return formatRow(line, labels, ['error', '', '']);
  const { sentiment, confidence, valence } = result;
  return formatRow(line, labels, [sentiment ?? UNDECIDED, confidence.toFixed(2), valence?.toFixed(2) ?? '']);
}

function formatRow(
  text: string,
  { names, isScale }: LabelSet,
  [sentiment, confidence, valence]: readonly [string, string, string],
): string {
  const width = Math.max(SENTIMENT_WIDTH, ...names.map((name) => name.length));
  const columns = [
    sentiment.padEnd(width),
    confidence.padStart(10),
    ...(isScale ? [valence.padStart(7)] : []),
  ];
  return `${columns.join('  ')}  ${text}`;
}
