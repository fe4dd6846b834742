import type { Metrics } from '../../classifier/training/index.ts';
import { fixed, percent, plural } from '../program/numbers.ts';
import type { Interval } from './bootstrap.ts';
import type { EvaluationReport } from './evaluate.ts';
import type { SideMeasures } from './measure-sides.ts';
import type { Mistake } from './mistakes.ts';

/** Formats a report as text: one line for each measure, tables by length and by class, and the confusion matrix. */
export function describeMetrics(report: EvaluationReport): string {
  const { warning, model, data, protocol, sides, textsPerSecond } = report;
  const metrics = hasMetrics(report) ? report : undefined;
  const count = metrics?.count ?? sides?.rightSide.count ?? 0;
  const measures: [string, string][] = [
    ['model', model],
    ['data', `${data}, ${plural(count, 'text')}, ${protocol}`],
    ...(metrics === undefined ? [] : [...listMeasures(metrics), ...listIntervals(metrics)]),
    ...(sides === undefined ? [] : listSides(sides)),
    ['texts per second', String(textsPerSecond)],
  ];
  return [
    ...(warning === undefined ? [] : [warning, '']),
    ...measures.map(([name, value]) => `${name.padEnd(27)} ${value}`),
    ...(metrics === undefined ? [] : describeAbsent(metrics.absent)),
    ...(sides === undefined ? [] : ['', tableOfLengths(sides)]),
    ...(metrics === undefined ? [] : describeDetails(metrics)),
  ].join('\n');
}

type Measured = Required<Omit<EvaluationReport, 'sides' | 'warning'>>;

const hasMetrics = (report: EvaluationReport): report is Measured => report.count !== undefined;

function listMeasures(metrics: Metrics): [string, string][] {
  const { accuracy, macroF1, meanAbsoluteError, expectedCalibrationError, majorityAccuracy } = metrics;
  return [
    ['accuracy', fixed(accuracy)],
    ['macro-F1', fixed(macroF1)],
    ...(meanAbsoluteError === undefined
      ? []
      : [['mean absolute error', fixed(meanAbsoluteError)] as [string, string]]),
    ['expected calibration error', fixed(expectedCalibrationError)],
    ['majority-class baseline', fixed(majorityAccuracy)],
  ];
}

function listIntervals({ intervals }: Measured): [string, string][] {
  const between = ({ low, high }: Interval): string => `${fixed(low)} to ${fixed(high)}`;
  return [
    ['accuracy, 95 % interval', between(intervals.accuracy)],
    [
      'macro-F1, 95 % interval',
      `${between(intervals.macroF1)} (bootstrap, ${intervals.resamples} resamples)`,
    ],
  ];
}

/** Everything below the measures: results by class, length and confidence, and the most confident mistakes. */
function describeDetails(metrics: Measured): string[] {
  const { byLength, byConfidence, thresholds, mistakes } = metrics;
  const lengths = byLength.map(({ tokens, accuracy, count }) => [tokens, fixed(accuracy), String(count)]);
  const bins = byConfidence.map(({ from, to, accuracy, count }) => [
    `${from.toFixed(1)} to ${to.toFixed(1)}`,
    fixed(accuracy),
    String(count),
  ]);
  return [
    ...['', tableOfClasses(metrics), '', tableOfConfusion(metrics)],
    ...['', table(['tokens', 'accuracy', 'texts'], lengths)],
    ...['', table(['confidence', 'accuracy', 'texts'], bins), ''],
    ...thresholds.map(
      ({ precision, confidence, answered }) =>
        `at ${percent(precision)} precision ${percent(answered)} of the texts are answered, from a confidence of ${confidence.toFixed(2)} on`,
    ),
    ...mistakes.flatMap((mistake) => ['', ...describeMistake(mistake)]),
  ];
}

function describeMistake({ line, text, label, predicted, confidence, words }: Mistake): string[] {
  const oneLine = text.replace(/[\p{Cc}\s]+/gu, ' ').trim();
  return [
    `line ${line}: ${predicted} with ${confidence.toFixed(2)}, but it is ${label}${words.length > 0 ? `; by ${words.map((word) => `"${word}"`).join(', ')}` : ''}`,
    `  ${oneLine.length > 160 ? `${oneLine.slice(0, 160).toWellFormed()}…` : oneLine}`,
  ];
}

function listSides({ rightSide, correlation }: SideMeasures): [string, string][] {
  return [
    ['on the right side', `${fixed(rightSide.share)} of ${plural(rightSide.count, 'text')}`],
    ...(correlation === undefined
      ? []
      : [
          ['r of valence and stars', `${fixed(correlation.r)} of ${correlation.count} texts`] as [
            string,
            string,
          ],
        ]),
  ];
}

function tableOfLengths({ byLength }: SideMeasures): string {
  const rows = byLength.map(({ tokens, share, count }) => [tokens, fixed(share), String(count)]);
  return table(['tokens', 'on the right side', 'texts'], rows);
}

function tableOfClasses({ labels, perClass }: Metrics): string {
  const rows = labels.map((name) => {
    const { precision, recall, f1, count } = perClass[name]!;
    return [name, fixed(precision), fixed(recall), fixed(f1), String(count)];
  });
  return table(['class', 'precision', 'recall', 'F1', 'texts'], rows);
}

function tableOfConfusion({ labels, confusion }: Metrics): string {
  const rows = labels.map((name, k) => [name, ...confusion[k]!.map(String)]);
  return table(['true \\ given', ...labels], rows);
}

/** Names the classes without texts, which only the confusion matrix shows. */
function describeAbsent(absent: readonly string[]): string[] {
  return absent.length === 0
    ? []
    : ['', `No text here is ${absent.join(' or ')}; macro-F1 is the mean of the other classes.`];
}

/** Formats a table: the first column is left-aligned, the numbers right-aligned. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [head, ...rows];
  const widths = head.map((_, column) => Math.max(...all.map((row) => row[column]!.length)));
  const line = (row: readonly string[]): string =>
    row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))).join('  ');
  return all.map(line).join('\n');
}
