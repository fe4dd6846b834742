import type { Metrics } from '../../classifier/training/index.ts';
import { fixed } from '../program/numbers.ts';

/** What `evaluate` reports. */
export interface EvaluationReport extends Metrics {
  /** The model's name. */
  model: string;
  /** The data set's name. */
  data: string;
  protocol: string;
  /** Why the figures must not be taken at their word. */
  warning?: string;
  textsPerSecond: number;
}

/** A report to read: the measures, one line each, then a table by class and the confusion matrix. */
export function describeMetrics(report: EvaluationReport): string {
  const measures: [string, string][] = [
    ['model', report.model],
    ['data', `${report.data}, ${report.count} texts, ${report.protocol}`],
    ['accuracy', fixed(report.accuracy)],
    ['macro-F1', fixed(report.macroF1)],
    ...(report.meanAbsoluteError === undefined
      ? []
      : [['mean absolute error', fixed(report.meanAbsoluteError)] as [string, string]]),
    ['expected calibration error', fixed(report.expectedCalibrationError)],
    ['majority-class baseline', fixed(report.majorityAccuracy)],
    ['texts per second', String(report.textsPerSecond)],
  ];
  const names = report.labels;
  const classes = names.map((name) => {
    const { precision, recall, f1, count } = report.perClass[name]!;
    return [name, fixed(precision), fixed(recall), fixed(f1), String(count)];
  });
  const confusion = names.map((name, k) => [name, ...report.confusion[k]!.map(String)]);
  return [
    ...(report.warning === undefined ? [] : [report.warning, '']),
    ...measures.map(([name, value]) => `${name.padEnd(27)} ${value}`),
    ...describeAbsent(report.absent),
    '',
    table(['class', 'precision', 'recall', 'F1', 'texts'], classes),
    '',
    table(['true \\ given', ...names], confusion),
  ].join('\n');
}

/** Which classes no text has: no measure but the matrix counts them. */
function describeAbsent(absent: readonly string[]): string[] {
  return absent.length === 0
    ? []
    : ['', `No text here is ${absent.join(' or ')}; macro-F1 is the mean of the other classes.`];
}

/** Rows of columns: the first to the left, figures to the right. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [head, ...rows];
  const widths = head.map((_, column) => Math.max(...all.map((row) => row[column]!.length)));
  const line = (row: readonly string[]): string =>
    row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))).join('  ');
  return all.map(line).join('\n');
}
