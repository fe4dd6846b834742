import { type Block, chart, percent, plural, type Report, table, text } from '../report/index.ts';
import { drawAnswered, drawConfusion, drawReliability } from './charts.ts';
import type { Evaluation, EvaluationReport } from './evaluate.ts';
import type { Mistake } from './mistakes.ts';
import { traceAnswered } from './reliability.ts';

/**
 * Composes the report of an evaluation and draws its charts.
 * @param evaluation of at least one labelled text
 */
export async function composeEvaluation({ report, texts, labels }: Evaluation): Promise<Report> {
  const measured = report as Required<EvaluationReport>;
  const { model, data, count, confusion, byConfidence, byLength, thresholds, mistakes } = measured;
  const points = traceAnswered(texts.map(({ outcome }) => outcome));
  const pair = describeWorstPair(confusion, labels.names);
  return {
    title: `How ${model} does on ${data}`,
    subtitle: [
      `${plural(count, 'text')} in ${labels.names.length} classes`,
      ...(report.warning ? [report.warning] : []),
    ].join('. '),
    findings: findingsOf(measured, pair),
    sections: [
      {
        title: 'Classes',
        blocks: [
          await chart('confusion', pair, (title) => drawConfusion(title, confusion, labels.names)),
          table(
            ['class', 'precision', 'recall', 'F1', 'texts'],
            labels.names.map((name) => {
              const { precision, recall, f1, count } = measured.perClass[name]!;
              return [name, ...[precision, recall, f1].map((value) => value.toFixed(3)), String(count)];
            }),
          ),
        ],
      },
      {
        title: 'Confidence',
        blocks: [
          await chart('reliability', describeCalibration(measured), (title) =>
            drawReliability(title, byConfidence),
          ),
          await chart('thresholds', 'Confident answers are right more often', (title) =>
            drawAnswered(title, points),
          ),
          thresholds.length === 0
            ? text('At no confidence are 80 % of the answers right.')
            : table(
                ['right, of what is answered', 'from a confidence of', 'texts answered'],
                thresholds.map(({ precision, confidence, answered }) => [
                  percent(precision),
                  confidence.toFixed(2),
                  percent(answered),
                ]),
              ),
        ],
      },
      {
        title: 'Length',
        blocks: [
          table(
            ['tokens', 'right', 'texts'],
            byLength.map(({ tokens, accuracy, count }) => [tokens, percent(accuracy), String(count)]),
          ),
        ],
      },
      {
        title: 'Mistakes',
        blocks: mistakes.length === 0 ? [text('None is shown.')] : tabulateMistakes(mistakes),
      },
    ],
    footer: 'Made by npm run evaluate.',
  };
}

function tabulateMistakes(mistakes: readonly Mistake[]): Block[] {
  const rows = mistakes.map(({ line, text, label, predicted, confidence, words }) => [
    String(line),
    text,
    label,
    `${predicted}, ${confidence.toFixed(2)}`,
    words.join(', '),
  ]);
  return [
    text('The most confident mistakes, with the words that led to them.'),
    table(['line', 'text', 'its class', 'given', 'by the words'], rows),
  ];
}

function findingsOf(measured: Required<EvaluationReport>, pair: string): string[] {
  const { accuracy, macroF1, intervals, thresholds } = measured;
  const { low, high } = intervals.accuracy;
  const [first] = thresholds;
  return [
    `It gets ${percent(accuracy)} of the texts right (95 % interval ${percent(low)} to ${percent(high)}); macro-F1 is ${macroF1.toFixed(3)}`,
    pair,
    describeCalibration(measured),
    ...(first
      ? [
          `At ${percent(first.precision)} precision it answers ${percent(first.answered)} of the texts, from a confidence of ${first.confidence.toFixed(2)} on`,
        ]
      : []),
  ];
}

function describeCalibration({ expectedCalibrationError }: Required<EvaluationReport>): string {
  return `Its confidence and the share that is right differ by ${percent(expectedCalibrationError)} on average`;
}

/** The two classes that are mixed up most often. */
function describeWorstPair(confusion: readonly (readonly number[])[], names: readonly string[]): string {
  let most = { count: 0, label: 0, predicted: 0 };
  for (const [label, row] of confusion.entries()) {
    for (const [predicted, count] of row.entries()) {
      if (label !== predicted && count > most.count) most = { count, label, predicted };
    }
  }
  if (most.count === 0) return 'No text was given another class than its own';
  return `The most frequent mistake is “${names[most.predicted]}” for “${names[most.label]}”: ${plural(most.count, 'text')}`;
}
