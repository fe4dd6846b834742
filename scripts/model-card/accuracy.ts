import type { ModelHeader } from '../../classifier/src/index.ts';
import type { Metrics } from '../../classifier/training/index.ts';
import { markdownTable } from '../program/markdown-table.ts';
import { fixed, percent } from '../program/numbers.ts';

/** The measures of a model on a file that it was not trained on. */
export interface ValidatedFile {
  /** The file's name, without its folder. */
  data: string;
  sha256: string;
  metrics: Metrics;
  /** The number of texts whose tokens equal a training text; `undefined` if the training data is not known. */
  numTrained: number | undefined;
  /** The metrics on the other texts; `undefined` if there are none. */
  unseen: Metrics | undefined;
}

/** The accuracy of the Python system that this repository replaces, by validation file. */
const PYTHON_ACCURACY: Record<string, string> = {
  'validation.tsv': '0.640',
  'validation-sentences.tsv': '0.378',
};

/** Describes every measure, by file. */
export function describeAccuracy(
  { measured }: ModelHeader,
  validations: readonly ValidatedFile[],
  howTuned: string,
): string {
  if (validations.length === 0) return '`npm run evaluate -- --data FILE` measures it on labelled texts.';
  const crossValidation = measured.filter((entry) => entry.data === 'cross-validation');
  const columns = [
    ...validations.map(({ data, metrics }) => ({
      ...metrics,
      data,
      pythonAccuracy: PYTHON_ACCURACY[data] ?? '',
    })),
    ...crossValidation.map((entry) => ({ ...entry, majorityAccuracy: undefined, pythonAccuracy: '' })),
  ];
  const row = (what: string, cell: (column: (typeof columns)[number]) => string): string[] => [
    what,
    ...columns.map(cell),
  ];
  const isKnown = columns.some(({ pythonAccuracy }) => pythonAccuracy !== '');
  return `${markdownTable(
    row('', ({ data }) => data),
    [
      row('texts', ({ count }) => String(count)),
      row('**accuracy**', ({ accuracy }) => fixed(accuracy)),
      ...(isKnown ? [row('accuracy of the Python system', ({ pythonAccuracy }) => pythonAccuracy)] : []),
      row('accuracy of the most frequent class alone', ({ majorityAccuracy }) =>
        majorityAccuracy === undefined ? '' : fixed(majorityAccuracy),
      ),
      row('macro-F1', ({ macroF1 }) => fixed(macroF1)),
      ...(columns.some(({ meanAbsoluteError }) => meanAbsoluteError !== undefined)
        ? [
            row('mean absolute error of the label', ({ meanAbsoluteError }) =>
              meanAbsoluteError === undefined ? '' : fixed(meanAbsoluteError),
            ),
          ]
        : []),
      row('expected calibration error, 15 bins', ({ expectedCalibrationError }) =>
        fixed(expectedCalibrationError),
      ),
    ],
  )}

\`npm run evaluate -- --data FILE\` gives these figures for a file. ${howTuned}${isKnown ? `\n\nThe Python system reports 0.6405, measured on a random third of the phrases while other phrases of the same sentences were trained on; the figures above it are for sentences that it had not seen.` : ''}`;
}

/** Describes precision and recall of each class of a file, and the confusion matrix. */
export function describeClasses({ data, metrics }: ValidatedFile): string[] {
  const names = metrics.labels;
  const classes = names.map((name) => {
    const { precision, recall, f1, count } = metrics.perClass[name]!;
    return [name, fixed(precision), fixed(recall), fixed(f1), String(count)];
  });
  const confusion = names.map((name, k) => [name, ...metrics.confusion[k]!.map(String)]);
  return [
    `### Each class of ${data}`,
    markdownTable(['class', 'precision', 'recall', 'F1', 'texts'], classes),
    'Rows are the class a text has, columns the class it was given:',
    markdownTable(['true \\ given', ...names], confusion),
  ];
}

/**
 * Describes how many texts also occur in the training data, and the accuracy on the others; nothing if the training
 * data is not known.
 */
export function describeOverlap(validations: readonly ValidatedFile[]): string[] {
  const compared = validations.filter(({ numTrained }) => numTrained !== undefined);
  if (compared.length === 0) return [];
  const rows = compared.map(({ data, metrics, numTrained, unseen }) => {
    const share = percent(numTrained! / metrics.count);
    return [data, String(numTrained), share, unseen ? fixed(unseen.accuracy) : ''];
  });
  return [
    '## Texts that the training data holds too',
    `Sentences share phrases: a text counts here when a training text has the very same tokens. Such texts lift the accuracy above.

${markdownTable(['', 'texts also trained on', 'share', 'accuracy on the others'], rows)}`,
  ];
}
