import type { Random } from '../../../classifier/training/index.ts';
import { average } from './counting.ts';
import { findCriticalValue } from './shuffles.ts';

/** The label of neutral texts: those below it are negative, those above it positive. */
export const NEUTRAL = 2;

/** How far labels, one at least, are from neutral on average, for their number: the mean of more of them wavers less. */
export function measureLean(labels: readonly number[]): number {
  return Math.abs(average(labels) - NEUTRAL) * Math.sqrt(labels.length);
}

/** The lean that the labels of one word only reach in one of twenty shuffles of the labels of all words. */
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
