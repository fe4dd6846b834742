import type { Random } from '../../../classifier/training/index.ts';
import { noCounts } from './counting.ts';
import { computeLogOdds } from './log-odds.ts';
import { findCriticalValue } from './shuffles.ts';

/** A sentence that contains a term. */
export interface TermOccurrence {
  /** The row of the term in the counts. */
  row: number;
  /** The distinct labels of the sentence's texts that contain the term. */
  labels: readonly number[];
}

/**
 * The z above which a term is characteristic of a class. Labels are shuffled among all occurrences, so that terms and
 * classes are independent; in one of twenty shuffles the largest z of all terms and classes exceeds this value. A fixed
 * limit such as 1.96 would be wrong, because the prior shrinks z and there are many terms.
 * @param occurrences at least one for each row below `numTerms`
 */
export function findCriticalZ(
  occurrences: readonly TermOccurrence[],
  numTerms: number,
  random: Random,
  numClasses?: number,
): number {
  const largestZ = (shuffled: readonly (readonly number[])[]): number => {
    const counts = Array.from({ length: numTerms }, () => noCounts(numClasses));
    for (const [i, { row }] of occurrences.entries())
      for (const label of shuffled[i]!) counts[row]![label]!++;
    return computeLogOdds(counts).reduce((largest, z) => Math.max(largest, ...z), 0);
  };
  return findCriticalValue(
    occurrences.map(({ labels }) => labels),
    largestZ,
    random,
  );
}
