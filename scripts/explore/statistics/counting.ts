import { SENTIMENTS } from '../../../classifier/src/index.ts';

/** Zero counts, shape [numClasses]. */
export const noCounts = (numClasses: number = SENTIMENTS.length): number[] =>
  new Array<number>(numClasses).fill(0);

/** The sum of the numbers. */
export const sum = (numbers: readonly number[]): number =>
  numbers.reduce((total, number) => total + number, 0);

/** The mean of the numbers, at least one. */
export const average = (numbers: readonly number[]): number => sum(numbers) / numbers.length;

/** Counts the items of each label, shape [numClasses]. */
export function countLabels(labelled: readonly { label: number }[], numClasses?: number): number[] {
  const counts = noCounts(numClasses);
  for (const { label } of labelled) counts[label]!++;
  return counts;
}

/** The labels with a count above 0, in ascending order. */
export const findClasses = (counts: readonly number[]): number[] =>
  counts.flatMap((count, label) => (count > 0 ? label : []));

/**
 * The mean label, 0..numClasses − 1.
 * @param counts by label, shape [numClasses], not all 0
 */
export function meanLabel(counts: readonly number[]): number {
  return sum(counts.map((count, label) => count * label)) / sum(counts);
}

/** The index of the largest number; of equal ones the first. */
export function findLargest(numbers: readonly number[]): number {
  return numbers.indexOf(Math.max(...numbers));
}

/** The quantile of numbers in ascending order, at `share`, 0..1. */
export function quantile(ascending: readonly number[], share: number): number {
  return ascending[Math.min(ascending.length - 1, Math.floor(share * ascending.length))]!;
}
