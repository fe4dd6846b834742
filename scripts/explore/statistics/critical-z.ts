import type { Random } from '../../../classifier/training/index.ts';
import { noCounts } from './counting.ts';
import { computeLogOdds } from './log-odds.ts';
import { findCriticalValue } from './shuffles.ts';

/** A sentence that holds a term. */
export interface TermOccurrence {
  /** The term's row among the counts. */
  row: number;
  /** The labels of the sentence's texts that hold the term, each once. */
  labels: readonly number[];
}

/**
 * The z beyond which a term is characteristic of a class: when the labels are shuffled among all occurrences, so that
 * no term has to do with any class, the largest z of all terms and classes is above it in one of twenty shuffles. (A
 * fixed limit such as 1.96 would not do: the prior makes z smaller, and there are many terms.)
 * @param occurrences of which each row below `numTerms` has one at least
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
