import { type ModelHeader, SENTIMENTS } from '../classifier/src/index.ts';
import type { Metrics } from '../classifier/src/training/metrics.ts';
import type { StrongestNgrams, StrongNgram } from '../classifier/src/training/strongest-ngrams.ts';
import { markdownTable } from './markdown-table.ts';

/** What a model card tells. */
export interface ModelCard {
  /** The model's name. */
  name: string;
  /** The model file's size. */
  sizeBytes: number;
  header: ModelHeader;
  validations: ValidatedFile[];
  strongest: StrongestNgrams;
}

/** How a model does on a file it was not trained on. */
export interface ValidatedFile {
  /** The file's name, without its folder. */
  data: string;
  metrics: Metrics;
  /** On those texts whose tokens no training text has, `undefined` where there are none. */
  unseen: Metrics | undefined;
}

/** The accuracy of the system of which this repository is a rewrite, by the validation file it was measured on. */
const PYTHON_ACCURACY: Record<string, string> = {
  'validation.tsv': '0.640',
  'validation-sentences.tsv': '0.378',
};

/** The card in Markdown: what the model is, what it was made from and how, how well it does, where it does not. */
export function describeModelCard(card: ModelCard): string {
  const { name, header, validations, strongest } = card;
  return `${[
    `# Model card: ${name}`,
    describeModel(card),
    '## Training',
    describeTraining(header),
    '## Accuracy',
    describeAccuracy(header, validations),
    ...validations.flatMap(describeClasses),
    '## Texts that the training data holds too',
    describeOverlap(validations),
    '## What it goes by',
    describeStrongest(strongest),
    '## Limits',
    LIMITS,
  ].join('\n\n')}\n`;
}

function describeModel({ header, sizeBytes }: ModelCard): string {
  return `A ${header.kind} model that gives an English text of a sentence or so one of five sentiments, ${SENTIMENTS.join(', ')}, with a probability for each. It is one file of ${sizeBytes} bytes with ${header.vocabulary.numFeatures} features: n-grams of words, of the characters within words, and words in the reach of a negation. One support vector machine a class weighs them (squared hinge loss, dual coordinate descent: Hsieh et al. 2008), and a calibration fitted to sentences held out of training turns that into probabilities.

It is for those who sort, count or route short opinions on films, and can live with an error in every few texts. It is not for decisions about people.`;
}

function describeTraining({ kind, provenance, settings, measured }: ModelHeader): string {
  const { data, sha256, rows, seed } = provenance;
  const validations = measured.filter((entry) => entry.data !== 'cross-validation');
  const options = [
    `--data ${data} --kind ${kind} --seed ${seed}`,
    ...(validations.length === 0 ? [] : [`--validation ${validations.map((entry) => entry.data).join(' ')}`]),
    `--out classifier/models/${kind}.bin`,
  ];
  return `${markdownTable(
    ['what', 'value'],
    [
      ['data', data],
      ['SHA-256 of the data', sha256],
      ['texts', String(rows)],
      ['seed', String(seed)],
      ...Object.entries(settings).map(([setting, value]) => [setting, String(value)]),
    ],
  )}

The same data and seed give the same bytes:

\`\`\`sh
npm run train -- ${options.join(' ')}
\`\`\``;
}

function describeAccuracy({ measured }: ModelHeader, validations: readonly ValidatedFile[]): string {
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
  return `${markdownTable(
    row('', ({ data }) => data),
    [
      row('texts', ({ count }) => String(count)),
      row('**accuracy**', ({ accuracy }) => fixed(accuracy)),
      row('accuracy of the Python system', ({ pythonAccuracy }) => pythonAccuracy),
      row('accuracy of the most frequent class alone', ({ majorityAccuracy }) => fixed(majorityAccuracy)),
      row('macro-F1', ({ macroF1 }) => fixed(macroF1)),
      row('mean absolute error of the label', ({ meanAbsoluteError }) => fixed(meanAbsoluteError)),
      row('expected calibration error, 15 bins', ({ expectedCalibrationError }) =>
        fixed(expectedCalibrationError),
      ),
    ],
  )}

\`npm run evaluate -- --data FILE\` gives these figures for a file. In cross-validation every training text was judged by machines that had seen no text of its sentence; the calibration was fitted to the same texts, which flatters the calibration error there. Settings were chosen on the validation files.

The Python system reports 0.6405, measured on a random third of the phrases while other phrases of the same sentences were trained on; the figures above it are for sentences that it had not seen.`;
}

function describeClasses({ data, metrics }: ValidatedFile): string[] {
  const classes = SENTIMENTS.map((name) => {
    const { precision, recall, f1, count } = metrics.perClass[name];
    return [name, fixed(precision), fixed(recall), fixed(f1), String(count)];
  });
  const confusion = SENTIMENTS.map((name, k) => [name, ...metrics.confusion[k]!.map(String)]);
  return [
    `### Each class of ${data}`,
    markdownTable(['class', 'precision', 'recall', 'F1', 'texts'], classes),
    'Rows are the class a text has, columns the class it was given:',
    markdownTable(['true \\ given', ...SENTIMENTS], confusion),
  ];
}

function describeOverlap(validations: readonly ValidatedFile[]): string {
  const rows = validations.map(({ data, metrics, unseen }) => {
    const numUnseen = unseen?.count ?? 0;
    const share = (1 - numUnseen / metrics.count) * 100;
    return [data, String(metrics.count - numUnseen), `${share.toFixed(1)} %`, fixed(unseen?.accuracy)];
  });
  return `Sentences share phrases: a text counts here when a training text has the very same tokens. Such texts lift the accuracy above.

${markdownTable(['', 'texts also trained on', 'share', 'accuracy on the others'], rows)}`;
}

function describeStrongest({ words, negated }: StrongestNgrams): string {
  return `The n-grams of words that speak most for each class, of those that stand in at least 5 training sentences. The figure is the weight in that class less the mean weight in the others. N-grams of characters work beside them and are not shown.

${listByClass(words)}

Words after a negation ("not", "never", "lacks", …), which count beside the same words as they are:

${listByClass(negated)}`;
}

function listByClass(ngrams: readonly (readonly StrongNgram[])[]): string {
  const list = (strong: readonly StrongNgram[]): string =>
    strong.map(({ ngram, strength }) => `\`${ngram}\` ${strength.toFixed(2)}`).join(', ');
  return SENTIMENTS.map((name, k) => `- **${name}**: ${list(ngrams[k]!) || 'none'}`).join('\n');
}

const LIMITS = `- It knows English film reviews of about 2000, by critics. Reviews of other things, other times and other people's way of writing get less certain answers; measure on your own texts with \`npm run evaluate\` before relying on it.
- It sees a few words at a time: irony, comparisons and turns that need the whole sentence ("not the best film of the year, but …") often go wrong. Whole sentences do much worse than phrases, as the table shows.
- It was trained on texts of at most a sentence. A long text is taken as one, and its parts average out.
- Words that it does not know count only by their characters. \`coverage\` in the answer tells what share of the words it knows: near 0, as for another language or noise, the answer means nothing.
- The classes at the two ends are rare in the data and are found less often; \`valence\` is the better number to sort by.
- Labels are the opinion of three readers a phrase, and neighbouring classes are a matter of taste.`;

const fixed = (value: number | undefined): string => (value === undefined ? '' : value.toFixed(4));
