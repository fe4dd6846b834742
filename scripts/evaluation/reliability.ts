import type { Outcome } from '../../classifier/training/index.ts';

/** Texts that were answered with about the same confidence. */
export interface ConfidenceBin {
  /** From `from` up to `to`, 0 to 1. */
  from: number;
  to: number;
  count: number;
  /** The share of them given their own label. */
  accuracy: number;
  meanConfidence: number;
}

/** From which confidence on answers are so often right. */
export interface Threshold {
  /** The share of answers that are right, which is asked for. */
  precision: number;
  confidence: number;
  /** The share of texts that are answered. */
  answered: number;
}

/** A point of the curve of precision and the share answered. */
export interface AnsweredPoint {
  confidence: number;
  answered: number;
  precision: number;
}

const NUM_BINS = 10;
/** What precisions thresholds are looked for. */
const PRECISIONS = [0.8, 0.9, 0.95];

/** How often answers of each confidence are right; bins of equal width, those alone that have texts. */
export function binByConfidence(outcomes: readonly Outcome[]): ConfidenceBin[] {
  return Array.from({ length: NUM_BINS }, (_, i) => {
    const own = outcomes.filter(
      ({ confidence }) => Math.min(NUM_BINS - 1, Math.floor(confidence * NUM_BINS)) === i,
    );
    return {
      from: i / NUM_BINS,
      to: (i + 1) / NUM_BINS,
      count: own.length,
      accuracy: own.filter(isRight).length / Math.max(1, own.length),
      meanConfidence: own.reduce((sum, { confidence }) => sum + confidence, 0) / Math.max(1, own.length),
    };
  }).filter(({ count }) => count > 0);
}

/** How many texts are answered, and how many of those rightly, from each confidence on that occurs; the highest first. */
export function traceAnswered(outcomes: readonly Outcome[]): AnsweredPoint[] {
  const sorted = [...outcomes].sort((a, b) => b.confidence - a.confidence);
  const points: AnsweredPoint[] = [];
  let numRight = 0;
  for (const [i, outcome] of sorted.entries()) {
    if (isRight(outcome)) numRight++;
    if (sorted[i + 1]?.confidence === outcome.confidence) continue;
    points.push({
      confidence: outcome.confidence,
      answered: (i + 1) / sorted.length,
      precision: numRight / (i + 1),
    });
  }
  return points;
}

/** The confidence from which most texts are answered with each precision, where one is enough. */
export function findThresholds(points: readonly AnsweredPoint[]): Threshold[] {
  return PRECISIONS.flatMap((precision) => {
    const point = points.findLast((candidate) => candidate.precision >= precision);
    return point ? [{ precision, confidence: point.confidence, answered: point.answered }] : [];
  });
}

const isRight = ({ label, predicted }: Outcome): boolean => label === predicted;
