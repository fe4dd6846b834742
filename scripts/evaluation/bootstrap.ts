import { quantileSorted } from 'simple-statistics';
import { createRandom } from '../../classifier/training/index.ts';

/** The number of bootstrap resamples. */
export const NUM_RESAMPLES = 1000;
/** The share of resamples outside the interval, at each end. */
const TAIL = 0.025;

/** A 95 % confidence interval of a measure. */
export interface Interval {
  low: number;
  high: number;
}

/** The label of a text and the label that one system predicted. */
export interface Decision {
  label: number;
  predicted: number;
}

/**
 * A measure computed from a confusion matrix, shape [numClasses][numClasses]: row the true label, column the predicted
 * one.
 */
export type Measure = (confusion: readonly Float64Array[]) => number;

/**
 * Percentile intervals by the bootstrap (Efron and Tibshirani 1993, chapter 13). Groups are resampled, so that texts of
 * one sentence and near-duplicates are drawn together.
 * @param systems the outcomes of one model, or of several on the same texts; shape [numSystems][numTexts]
 * @param groups each text's group, shape [numTexts]
 * @param measures of the confusion matrices of all systems in a resample
 * @param seed seed of the random numbers
 * @returns an interval for each measure
 */
export function bootstrap(
  systems: readonly (readonly Decision[])[],
  groups: readonly string[],
  numClasses: number,
  measures: readonly ((confusions: readonly (readonly Float64Array[])[]) => number)[],
  seed: number,
): Interval[] {
  const random = createRandom(seed);
  const rowsOf = Map.groupBy(groups.keys(), (row) => groups[row]!);
  const all = [...rowsOf.values()];
  const values = measures.map(() => new Float64Array(NUM_RESAMPLES));
  const confusions = systems.map(() =>
    Array.from({ length: numClasses }, () => new Float64Array(numClasses)),
  );
  for (let resample = 0; resample < NUM_RESAMPLES; resample++) {
    for (const confusion of confusions) for (const row of confusion) row.fill(0);
    for (let draw = 0; draw < all.length; draw++) {
      for (const row of all[Math.floor(random() * all.length)]!) {
        for (const [s, decisions] of systems.entries()) {
          const { label, predicted } = decisions[row]!;
          confusions[s]![label]![predicted]!++;
        }
      }
    }
    for (const [m, measure] of measures.entries()) values[m]![resample] = measure(confusions);
  }
  return values.map((sample) => {
    const sorted = [...sample.sort()];
    return { low: quantileSorted(sorted, TAIL), high: quantileSorted(sorted, 1 - TAIL) };
  });
}

/** The share of texts with the right label, 0..1. */
export const accuracyOf: Measure = (confusion) => {
  const total = confusion.reduce((sum, row) => sum + sumOf(row), 0);
  return total === 0 ? 0 : confusion.reduce((sum, row, k) => sum + row[k]!, 0) / total;
};

/** The mean F1 of the classes that occur as a true label, 0..1. */
export const macroF1Of: Measure = (confusion) => {
  const scores = confusion.flatMap((row, k) => {
    const has = sumOf(row);
    if (has === 0) return [];
    const given = confusion.reduce((sum, other) => sum + other[k]!, 0);
    return [(2 * row[k]!) / (has + given)];
  });
  return scores.length === 0 ? 0 : sumOf(scores) / scores.length;
};

function sumOf(numbers: Iterable<number>): number {
  let sum = 0;
  for (const number of numbers) sum += number;
  return sum;
}
