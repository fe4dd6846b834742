import { mean, sampleStandardDeviation } from 'simple-statistics';
import { assignFolds, createRandom, type Metrics, partition } from '../../classifier/training/index.ts';
import { markdownTable } from '../program/markdown-table.ts';
import { count, fixed } from '../program/numbers.ts';
import { UsageError } from '../program/run-program.ts';
import { type MeasuredTraining, measureTraining } from './measure-training.ts';
import { takeShares } from './take-share.ts';
import type { TrainingData } from './train-model.ts';

/** The shares of the training texts in a learning curve, before the full set. */
const SHARES = [0.1, 0.25, 0.5];
/** The minimum number of texts for a point of the curve. */
const FEWEST_TEXTS = 50;

/** The result of a model trained on some texts and measured on others. */
export interface FoldResult {
  /** The number of texts it was trained on. */
  numTexts: number;
  metrics: Metrics;
}

/** The results of a cross-validation. */
export interface CrossValidation {
  folds: FoldResult[];
  /** The learning curve on the first fold, by the number of training texts; its last point is the fold itself. */
  curve: FoldResult[];
}

/**
 * Trains one model for each fold on all other folds, and models on growing shares for a learning curve. Texts of a
 * group stay together. Soft texts are trained on in every fold.
 * @throws UsageError if there are fewer groups than folds
 */
export async function crossValidate(
  data: TrainingData,
  numFolds: number,
  training: MeasuredTraining,
): Promise<CrossValidation> {
  const groups = data.texts.map(({ group }) => group);
  const numGroups = new Set(groups).size;
  if (numGroups < numFolds) {
    throw new UsageError(
      `--folds is ${numFolds}; the texts form ${numGroups} groups, so expected at most that many`,
    );
  }
  const foldOf = assignFolds(groups, numFolds, createRandom(training.seed));
  const measure = async (
    texts: TrainingData['texts'],
    heldOut: TrainingData['texts'],
  ): Promise<FoldResult> => ({
    numTexts: texts.length,
    metrics: await measureTraining({ ...data, texts }, heldOut, training),
  });
  const folds: FoldResult[] = [];
  for (let fold = 0; fold < numFolds; fold++) {
    const [heldOut, texts] = partition(data.texts, (_, i) => foldOf[i] === fold);
    folds.push(await measure(texts, heldOut));
    console.error(`fold ${fold + 1} of ${numFolds}: accuracy ${fixed(folds.at(-1)!.metrics.accuracy)}`);
  }
  const [heldOut, texts] = partition(data.texts, (_, i) => foldOf[i] === 0);
  const takeShare = takeShares(texts, training.seed);
  const curve: FoldResult[] = [];
  for (const share of SHARES) {
    const some = takeShare(share);
    if (some.length >= FEWEST_TEXTS) curve.push(await measure(some, heldOut));
  }
  return { folds, curve: [...curve, folds[0]!] };
}

/** Formats a cross-validation: a row for each fold, mean and standard deviation, and the learning curve. */
export function describeCrossValidation({ folds, curve }: CrossValidation): string {
  const measures = (['accuracy', 'macroF1', 'expectedCalibrationError'] as const).map((name) =>
    folds.map(({ metrics }) => metrics[name]),
  );
  const rows = folds.map((_, i) => [String(i + 1), ...measures.map((values) => fixed(values[i]!))]);
  const table = markdownTable(
    ['fold', 'accuracy', 'macro-F1', 'calibration error'],
    [
      ...rows,
      ['mean', ...measures.map((values) => fixed(mean(values)))],
      ['standard deviation', ...measures.map((values) => fixed(sampleStandardDeviation(values)))],
    ],
  );
  const points = curve.map(({ numTexts, metrics }) => [
    count(numTexts),
    fixed(metrics.accuracy),
    fixed(metrics.macroF1),
  ]);
  return `${table}\n\n${markdownTable(['texts trained on, first fold', 'accuracy', 'macro-F1'], points)}`;
}
