import type { Outcome } from '../../classifier/training/index.ts';

/** The texts whose confidence lies in one bin. */
export interface ConfidenceBin {
  /** The lower bound of the confidence, 0..1; `to` is the upper bound. */
  from: number;
  to: number;
  count: number;
  /** The share of these texts with the right label, 0..1. */
  accuracy: number;
  meanConfidence: number;
}

/** The confidence threshold that reaches a precision. */
export interface Threshold {
  /** The wanted share of right answers, 0..1. */
  precision: number;
  confidence: number;
  /** The share of texts that are answered. */
  answered: number;
}

/** A point of the curve of precision by the share of texts answered. */
export interface AnsweredPoint {
  confidence: number;
  answered: number;
  precision: number;
}

const NUM_BINS = 10;
/** The precisions for which thresholds are computed. */
const PRECISIONS = [0.8, 0.9, 0.95];

/** Computes the accuracy by confidence, in bins of equal width; empty bins are left out. */
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

/**
 * Counts, for each confidence that occurs as a threshold, the answered and the rightly answered texts; the highest
 * threshold first.
 */
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

/**
 * Finds, for each precision, the threshold that answers the most texts; a precision that is never reached is left out.
 */
export function findThresholds(points: readonly AnsweredPoint[]): Threshold[] {
  return PRECISIONS.flatMap((precision) => {
    const point = points.findLast((candidate) => candidate.precision >= precision);
    return point ? [{ precision, confidence: point.confidence, answered: point.answered }] : [];
  });
}

const isRight = ({ label, predicted }: Outcome): boolean => label === predicted;
