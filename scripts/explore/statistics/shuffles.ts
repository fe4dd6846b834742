import { type Random, shuffle } from '../../../classifier/training/index.ts';
import { quantile } from './counting.ts';

const NUM_SHUFFLES = 200;
/** The significance level: the probability of a false positive. */
const CHANCE = 0.05;

/**
 * The critical value of a permutation test: a statistic of shuffled items exceeds it in one of twenty shuffles. If the
 * statistic is the maximum of many, the test corrects for multiple comparisons, and the statistics need not be normally
 * distributed (Westfall and Young 1993, "Resampling-Based Multiple Testing").
 */
export function findCriticalValue<Item>(
  items: readonly Item[],
  statisticOf: (shuffled: readonly Item[]) => number,
  random: Random,
): number {
  const shuffled = [...items];
  const values = Array.from({ length: NUM_SHUFFLES }, () => statisticOf(shuffle(shuffled, random)));
  return quantile(
    values.sort((a, b) => a - b),
    1 - CHANCE,
  );
}
