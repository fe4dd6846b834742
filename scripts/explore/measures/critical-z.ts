import { type Random, shuffle } from '../../../classifier/src/training/random.ts';
import { noCounts, quantile } from './counting.ts';
import { computeLogOdds } from './log-odds.ts';

/** A sentence that holds a term. */
export interface Occurrence {
  /** The term's row among the counts. */
  row: number;
  /** The labels of the sentence's texts that hold the term, each once. */
  labels: readonly number[];
}

const NUM_SHUFFLES = 200;
/** How often chance alone may bring about what is told of as no chance. */
const CHANCE = 0.05;

/**
 * The z beyond which a term is characteristic of a class: when the labels are shuffled among all occurrences, so that
 * no term has to do with any class, the largest z of all terms and classes is above it in one of twenty shuffles.
 * (The maximum's distribution under permutation: Westfall and Young 1993, "Resampling-Based Multiple Testing". So
 * many terms may be tried without one of them standing out by luck, and z need not be normally distributed: the
 * prior makes it smaller.)
 * @param occurrences of which each row below `numTerms` has one at least
 */
export function findCriticalZ(occurrences: readonly Occurrence[], numTerms: number, random: Random): number {
  const labels = occurrences.map((occurrence) => occurrence.labels);
  const largest = Array.from({ length: NUM_SHUFFLES }, () => {
    shuffle(labels, random);
    const counts = Array.from({ length: numTerms }, noCounts);
    for (const [i, { row }] of occurrences.entries()) for (const label of labels[i]!) counts[row]![label]!++;
    return Math.max(0, ...computeLogOdds(counts).flat());
  });
  return quantile(
    largest.sort((a, b) => a - b),
    1 - CHANCE,
  );
}
