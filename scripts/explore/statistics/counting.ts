import { SENTIMENTS } from '../../../classifier/src/index.ts';

/** One zero for each class, shape [numClasses]. */
export const noCounts = (numClasses: number = SENTIMENTS.length): number[] =>
  new Array<number>(numClasses).fill(0);

/** Σ numbers. */
export const sum = (numbers: readonly number[]): number =>
  numbers.reduce((total, number) => total + number, 0);

/** Their mean, of one number at least. */
export const average = (numbers: readonly number[]): number => sum(numbers) / numbers.length;

/** How many of each label, shape [numClasses]. */
export function countLabels(labelled: readonly { label: number }[], numClasses?: number): number[] {
  const counts = noCounts(numClasses);
  for (const { label } of labelled) counts[label]!++;
  return counts;
}

/** The labels that are counted at least once, in ascending order. */
export const findClasses = (counts: readonly number[]): number[] =>
  counts.flatMap((count, label) => (count > 0 ? label : []));

/** The expected label, 0..numClasses − 1, of counts by label of which there is at least one, shape [numClasses]. */
export function meanLabel(counts: readonly number[]): number {
  return sum(counts.map((count, label) => count * label)) / sum(counts);
}

/** The place of the largest number; of equal ones the first. */
export function findLargest(numbers: readonly number[]): number {
  return numbers.indexOf(Math.max(...numbers));
}

/** The number at which so large a share of numbers in ascending order lies below, `share` 0..1. */
export function quantile(ascending: readonly number[], share: number): number {
  return ascending[Math.min(ascending.length - 1, Math.floor(share * ascending.length))]!;
}
