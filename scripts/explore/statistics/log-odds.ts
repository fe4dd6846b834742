import { sum } from './counting.ts';

/** The maximum size of the prior, which is otherwise a tenth of all counts. */
const LARGEST_PRIOR = 500;
const PRIOR_SHARE = 0.1;

/**
 * How characteristic each term is of each class, against all other classes: the log-odds ratio with an informative
 * Dirichlet prior, in standard errors (Monroe, Colaresi and Quinn 2008, "Fightin' Words", Political Analysis 16). With
 * y_w the count of term w in a class, n the class's sum, y'_w and n' the same of all others together, and the prior α_w
 * = α · (y_w + y'_w) / (n + n'), so that a term starts from its share of all texts:
 *
 *     δ_w = log((y_w + α_w) / (n + α − y_w − α_w)) − log((y'_w + α_w) / (n' + α − y'_w − α_w))
 *     z_w = δ_w / √(1 / (y_w + α_w) + 1 / (y'_w + α_w))
 *
 * @param counts shape [numTerms][numClasses]; each term counts at least once
 * @returns z, shape [numTerms][numClasses]; 0 if there is only one term, and for a class that has none or all of the
 * counts
 */
export function computeLogOdds(counts: readonly (readonly number[])[]): number[][] {
  const numClasses = counts[0]?.length ?? 0;
  const classSums = Array.from({ length: numClasses }, (_, k) => sum(counts.map((row) => row[k]!)));
  const total = sum(classSums);
  const priorSize = Math.min(LARGEST_PRIOR, PRIOR_SHARE * total);
  return counts.map((row) => {
    const rowSum = sum(row);
    const prior = (priorSize * rowSum) / total;
    if (rowSum === total) return row.map(() => 0);
    return row.map((count, k) => {
      if (classSums[k] === 0 || classSums[k] === total) return 0;
      const own = count + prior;
      const others = rowSum - count + prior;
      const logOdds =
        Math.log(own / (classSums[k]! + priorSize - own)) -
        Math.log(others / (total - classSums[k]! + priorSize - others));
      return logOdds / Math.sqrt(1 / own + 1 / others);
    });
  });
}
