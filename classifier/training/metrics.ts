import { type LabelSet, SENTIMENT_SCALE } from '../src/label-set.ts';

/** The number of equal bins of confidence in the expected calibration error. */
const NUM_BINS = 15;

/** How well one class is found. */
export interface ClassMetrics {
  /** Of the texts given this label, the share that have it; 0 when none was given it. */
  precision: number;
  /** Of the texts that have this label, the share given it; 0 when none has it. */
  recall: number;
  /** 2 · precision · recall / (precision + recall). */
  f1: number;
  /** The number of texts that have this label. */
  count: number;
}

/** How well a model does on labelled texts. */
export interface Metrics {
  count: number;
  /** The share of texts given their own label. */
  accuracy: number;
  /** The mean F1 of the classes that some text has. */
  macroF1: number;
  /** The mean of |label given − label|, in labels; of a scale alone. */
  meanAbsoluteError?: number;
  /** Σ_bins (texts in bin / texts) · |accuracy in bin − mean confidence in bin| (Naeini et al. 2015; Guo et al. 2017, equation 5), 15 bins. */
  expectedCalibrationError: number;
  /** The accuracy of giving every text the most frequent label. */
  majorityAccuracy: number;
  /** The classes' names, by their labels. */
  labels: readonly string[];
  /** Shape [numClasses][numClasses]: row the label a text has, column the label it was given. */
  confusion: number[][];
  /** By the classes' names. */
  perClass: Record<string, ClassMetrics>;
  /** The names of the classes that no text has. */
  absent: string[];
}

/** One labelled text and what a model said of it. */
export interface Outcome {
  /** The label the text has, 0..numClasses − 1. */
  label: number;
  /** The label it was given, likewise. */
  predicted: number;
  /** The probability of that label, 0..1. */
  confidence: number;
}

/** All measures of outcomes, of which there must be at least one. */
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
