import { type Random, shuffle } from '../../../classifier/training/index.ts';
import { quantile } from './counting.ts';

const NUM_SHUFFLES = 200;
/** How often chance alone may bring about what is told of as no chance. */
const CHANCE = 0.05;

/**
 * What a statistic of shuffled items is above in one of twenty shuffles: beyond it, it is no chance. Where it is the
 * maximum of many statistics, so many may be tried without one of them standing out by luck, and need not be normally
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
