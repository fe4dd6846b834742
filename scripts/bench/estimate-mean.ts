import { mean } from 'simple-statistics';

/** A share, 0..1, or a difference of shares, and its standard error. */
export interface Estimate {
  value: number;
  error: number;
}

/**
 * The mean of values and its cluster-robust standard error. Texts of one group (phrases of one sentence) are not
 * independent, so deviations are summed by group before they are squared (Liang and Zeger 1986, "Longitudinal Data
 * Analysis Using Generalized Linear Models", with independence as working correlation).
 * @param values at least one
 * @param groups the group of each value
 */
export function estimateMean(values: readonly number[], groups: readonly string[]): Estimate {
  const value = mean(values);
  const deviations = new Map<string, number>();
  for (const [i, group] of groups.entries()) {
    deviations.set(group, (deviations.get(group) ?? 0) + values[i]! - value);
  }
  const squares = [...deviations.values()].reduce((sum, deviation) => sum + deviation * deviation, 0);
  return { value, error: Math.sqrt(squares) / values.length };
}
