import type { Random } from '../../../classifier/training/index.ts';
import { average } from './counting.ts';
import { findCriticalValue } from './shuffles.ts';

/** The label of neutral texts; lower labels are negative, higher ones positive. */
export const NEUTRAL = 2;

/**
 * The distance of the mean label from neutral, times √n for n labels, since the mean of more labels varies less.
 * @param labels at least one
 */
export function measureLean(labels: readonly number[]): number {
  return Math.abs(average(labels) - NEUTRAL) * Math.sqrt(labels.length);
}

/** The critical lean: in one of twenty shuffles of the labels among all words, some word exceeds it. */
export function findCriticalLean(labelsOfWords: readonly (readonly number[])[], random: Random): number {
  const largestLean = (shuffled: readonly number[]): number => {
    let from = 0;
    return labelsOfWords.reduce((largest, { length }) => {
      from += length;
      return Math.max(largest, measureLean(shuffled.slice(from - length, from)));
    }, 0);
  };
  return findCriticalValue(labelsOfWords.flat(), largestLean, random);
}
