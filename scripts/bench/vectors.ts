import { loadClassifier, SENTIMENTS, tokenize } from '../../classifier/src/index.ts';
import {
  createRandom,
  findWholeSentences,
  type LabelledText,
  predictSoftmax,
  SKIP_GRAM_DEFAULTS,
  type TrainingText,
  trainSoftmaxRegression,
} from '../../classifier/training/index.ts';
import { classifyAll, type Dataset, readDataset } from '../program/data-option.ts';
import { withProgress } from '../program/progress.ts';
import { tokenizeAll, trainLinearModel } from '../training/index.ts';
import {
  averageVectors,
  readWordVectors,
  standardize,
  trainWordVectors,
  type WordVectorTable,
} from '../word-vectors/index.ts';
import { type Estimate, estimateMean } from './estimate-mean.ts';
import type { BenchReport } from './report.ts';

const SEED = 1;
/** A difference of more standard errors than this is significant. */
const CLEAR_ERRORS = 2;

/** The result of a linear classifier on the validation texts. */
export interface JudgedKind {
  /** The features it uses, such as `wink vectors`. */
  kind: string;
  numFeatures: number;
  /** The share of tokens with a vector, 0..1; `undefined` without vectors. */
  coverage: number | undefined;
  /** Whether each predicted label is right, shape [numTexts]. */
  isRight: boolean[];
}

/** A selection of the validation texts. */
export interface TextSelection {
  /** The name of the selection, such as `whole sentences`. */
  name: string;
  rows: readonly number[];
  /** The group of each row, in the order of `rows`. */
  groups: readonly string[];
}

/** Compares a linear classifier on averaged word vectors of each kind with the linear model on n-grams. */
export async function benchVectors({
  data,
  validation: validationFile,
  vectors,
}: {
  data: string;
  validation: string;
  vectors?: string;
}): Promise<BenchReport> {
  // Check for missing inputs before the long training.
  const others = [await readWordVectors('wink'), await readWordVectors('recurrent')];
  const given = vectors === undefined ? undefined : await readWordVectors(vectors);
  const dataset = await readDataset(data, {});
  // No text may be dropped by tokenizing, because the classifier reads the texts themselves.
  const texts = (await readDataset(validationFile, {})).texts.filter(({ text }) => tokenize(text).length > 0);
  const validation = tokenizeAll(texts);
  const training = tokenizeAll(dataset.texts);

  const own = given ?? (await trainWordVectors(training, SKIP_GRAM_DEFAULTS, SEED)).table;
  const tables = [{ ...own, name: 'own' }, ...others, drawVectors(own)];
  const bar = { label: 'judge averaged vectors', total: tables.length, unit: 'kinds' };
  const averaged = withProgress(bar, (update) =>
    tables.map((table, i) => {
      const judged = judgeVectors(table, training, validation);
      update(i + 1);
      return judged;
    }),
  );
  const judged = [...averaged, await judgeNgrams(dataset, texts)];

  const select = (name: string, rows: readonly number[]): TextSelection => ({
    name,
    rows,
    groups: rows.map((i) => validation[i]!.group),
  });
  const all = select('all texts', [...validation.keys()]);
  const sentences = select('whole sentences', findWholeSentences(validation));
  return {
    columns: {
      kind: 'a linear classifier on',
      numFeatures: 'features',
      coverage: 'known tokens',
      all: `accuracy on ${all.rows.length} texts`,
      allError: '± standard error',
      sentences: `accuracy on ${sentences.rows.length} sentences`,
      sentencesError: '± standard error',
    },
    rows: judged.map((one) => toRow(one, all, sentences)),
    notes: describeVerdict(judged, [all, sentences]),
    isWithinLimits: true,
  };
}

/** Measures a softmax regression on the average word vector and the length of each text. */
export function judgeVectors(
  table: WordVectorTable,
  training: readonly TrainingText[],
  validation: readonly TrainingText[],
): JudgedKind {
  const averages = averageVectors(training, table);
  const unseen = averageVectors(validation, table);
  standardize(averages, [unseen]);
  const { numFeatures } = averages;
  const labels = Uint8Array.from(training, (text) => text.label);
  const weights = trainSoftmaxRegression(
    { ...averages, numClasses: SENTIMENTS.length, labels },
    createRandom(SEED),
  );
  const probabilities = new Float64Array(SENTIMENTS.length);
  const isRight = validation.map(({ label }, row) => {
    predictSoftmax(unseen.features, numFeatures, row, weights, probabilities);
    return probabilities.indexOf(Math.max(...probabilities)) === label;
  });
  return { kind: `${table.name} vectors`, numFeatures, coverage: unseen.coverage, isRight };
}

/** Measures the linear model on n-grams, whose calibration uses the length of a text. */
async function judgeNgrams(dataset: Dataset, validation: readonly LabelledText[]): Promise<JudgedKind> {
  const classifier = loadClassifier((await trainLinearModel(dataset, SEED)).encode([]));
  const outcomes = await classifyAll(classifier, validation);
  const isRight = outcomes.map(({ label, predicted }) => label === predicted);
  const numFeatures = classifier.header.vocabulary.numFeatures!;
  return { kind: 'n-grams', numFeatures, coverage: undefined, isRight };
}

/** Draws random vectors for the words of another table, to measure the value of the words alone. */
function drawVectors(table: WordVectorTable): WordVectorTable {
  const random = createRandom(SEED);
  return { ...table, name: 'random', vectors: table.vectors.map(() => 2 * random() - 1) };
}

function toRow(judged: JudgedKind, all: TextSelection, sentences: TextSelection) {
  const { kind, numFeatures, coverage = '–', isRight } = judged;
  const measure = ({ rows, groups }: TextSelection): Estimate =>
    estimateMean(
      rows.map((i) => Number(isRight[i])),
      groups,
    );
  const [onAll, onSentences] = [measure(all), measure(sentences)];
  return {
    kind,
    numFeatures,
    coverage,
    all: onAll.value,
    allError: onAll.error,
    sentences: onSentences.value,
    sentencesError: onSentences.error,
  };
}

/**
 * Describes whether own vectors are worse.
 * @param judged own vectors first, the n-gram model last
 */
export function describeVerdict(
  judged: readonly JudgedKind[],
  selections: readonly TextSelection[],
): string[] {
  const [own, ...others] = judged as [JudgedKind, ...JudgedKind[]];
  const ngrams = others.at(-1)!;
  const verdicts = selections.map((selection) => compare(own, ngrams, selection).verdict);
  const isSo = verdicts.includes('worse') && !verdicts.includes('better');
  return [
    ...others.map((other) => {
      const findings = selections.map((selection) => {
        const { verdict, value, error } = compare(own, other, selection);
        const points = `${value < 0 ? '−' : '+'}${Math.abs(100 * value).toFixed(1)} ± ${(100 * error).toFixed(1)}`;
        return `${verdict} on ${selection.name} (${points} points)`;
      });
      return `${own.kind} against ${other.kind}: ${findings.join(', ')}.`;
    }),
    `That vectors trained on these sentences alone are worse than n-grams is ${isSo ? 'so' : 'NOT so'}.`,
  ];
}

function compare(own: JudgedKind, other: JudgedKind, { rows, groups }: TextSelection) {
  const differences = rows.map((i) => Number(own.isRight[i]) - Number(other.isRight[i]));
  const { value, error } = estimateMean(differences, groups);
  const isClear = Math.abs(value) > CLEAR_ERRORS * error;
  const verdict = !isClear ? 'not clearly different' : value > 0 ? 'better' : 'worse';
  return { verdict, value, error };
}
