import { type LabelSet, SENTIMENT_SCALE } from '../src/label-set.ts';

/** The number of equal-width confidence bins in the expected calibration error. */
const NUM_BINS = 15;

/** The metrics of one class. */
export interface ClassMetrics {
  /** The share of correct predictions among texts predicted as this class; 0 if there are none. */
  precision: number;
  /** The share of correct predictions among texts of this class; 0 if there are none. */
  recall: number;
  /** 2 · precision · recall / (precision + recall). */
  f1: number;
  /** The number of texts of this class. */
  count: number;
}

/** The metrics of a model on labelled texts. */
export interface Metrics {
  /** The number of texts. */
  count: number;
  /** The share of texts whose predicted label is correct. */
  accuracy: number;
  /** The mean F1 over the classes that have texts. */
  macroF1: number;
  /** The mean of |predicted label − label|. Present only if the labels form a scale. */
  meanAbsoluteError?: number;
  /**
   * Σ_bins (texts in bin / texts) · |accuracy in bin − mean confidence in bin|, with 15 bins (Naeini et al. 2015; Guo
   * et al. 2017, equation 5).
   */
  expectedCalibrationError: number;
  /** The accuracy of always predicting the most frequent label. */
  majorityAccuracy: number;
  /** The names of the classes, by label. */
  labels: readonly string[];
  /** Shape [numClasses][numClasses]: the row is the label, the column the predicted label. */
  confusion: number[][];
  /** The metrics of each class, by name. */
  perClass: Record<string, ClassMetrics>;
  /** The names of the classes without texts. */
  absent: string[];
}

/** The label of a text and a model's prediction. */
export interface Outcome {
  /** The label of the text, 0..numClasses − 1. */
  label: number;
  /** The predicted label, 0..numClasses − 1. */
  predicted: number;
  /** The probability of the predicted label, 0..1. */
  confidence: number;
}

/**
 * Computes the metrics of outcomes.
 * @param outcomes at least one
 */
export function computeMetrics(
  outcomes: readonly Outcome[],
  { names, isScale }: LabelSet = SENTIMENT_SCALE,
): Metrics {
  const count = outcomes.length;
  const confusion = names.map(() => new Array<number>(names.length).fill(0));
  let absoluteError = 0;
  for (const { label, predicted } of outcomes) {
    confusion[label]![predicted]!++;
    absoluteError += Math.abs(predicted - label);
  }
  const perClass = names.map((_, k) => classMetrics(confusion, k));
  const present = perClass.filter((metrics) => metrics.count > 0);
  return {
    count,
    accuracy: sum(confusion.map((row, k) => row[k]!)) / count,
    macroF1: sum(present.map(({ f1 }) => f1)) / present.length,
    ...(isScale && { meanAbsoluteError: absoluteError / count }),
    expectedCalibrationError: calibrationError(outcomes),
    majorityAccuracy: Math.max(...perClass.map((metrics) => metrics.count)) / count,
    labels: names,
    confusion,
    perClass: Object.fromEntries(names.map((name, k) => [name, perClass[k]!])),
    absent: names.filter((_, k) => perClass[k]!.count === 0),
  };
}

function classMetrics(confusion: readonly number[][], k: number): ClassMetrics {
  const found = confusion[k]![k]!;
  const count = sum(confusion[k]!);
  const given = sum(confusion.map((row) => row[k]!));
  return {
    precision: given === 0 ? 0 : found / given,
    recall: count === 0 ? 0 : found / count,
    f1: found === 0 ? 0 : (2 * found) / (given + count),
    count,
  };
}

function calibrationError(outcomes: readonly Outcome[]): number {
  const gaps = new Float64Array(NUM_BINS);
  for (const { label, predicted, confidence } of outcomes) {
    const bin = Math.min(NUM_BINS - 1, Math.floor(confidence * NUM_BINS));
    gaps[bin]! += confidence - Number(label === predicted);
  }
  return sum([...gaps].map(Math.abs)) / outcomes.length;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
