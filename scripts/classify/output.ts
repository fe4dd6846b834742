import { stringify } from 'csv-stringify/sync';
import type { LabelSet } from '../../classifier/src/index.ts';
import type { Answer } from '../../functions/contract/abstain.ts';
import { UNDECIDED } from '../../functions/contract/sentiment-title.ts';

/** The output formats. */
export const OUTPUT_FORMATS = ['table', 'csv', 'tsv', 'ndjson'] as const;
/** An output format, or `json` for the objects of `--json`: the line, the text and the result. */
export type OutputFormat = (typeof OUTPUT_FORMATS)[number] | 'json';

/** The style of the output. */
export interface OutputStyle {
  format: OutputFormat;
  /** The field separator of CSV. */
  delimiter: string;
  labels: LabelSet;
  /** The minimum confidence for an answer, 0..1; without it every text gets an answer. */
  minConfidence?: number;
}

/** The prefix of our columns if the data has a column of the same name. */
export const PREFIX = 'predicted_';

/** The columns that a result adds to a table. */
export function resultColumns({ isScale }: LabelSet): string[] {
  return ['sentiment', 'label', 'confidence', ...(isScale ? ['valence'] : []), 'coverage', 'model', 'error'];
}

/** Whether the data has a column named like a field of the result; then all such fields get a prefix. */
export function needsPrefix(names: readonly string[], labels: LabelSet): boolean {
  return [...resultColumns(labels), 'probabilities'].some((name) => names.includes(name));
}

/**
 * Formats values as a row of a table, without a line break. TSV has no quotes, so tabs and line breaks become spaces.
 */
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

/** The header of the table for people. */
export function tableHeader(labels: LabelSet): string {
  return formatRow('text', labels, ['sentiment', 'confidence', 'valence']);
}

/** Formats a line of the table for people: a text with its result, or the reason why it is invalid. */
export function tableRow(text: string, labels: LabelSet, result: Answer | undefined): string {
  // Line breaks and other control characters would break the table or control the terminal.
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
