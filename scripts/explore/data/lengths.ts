import { countLabels, quantile, sum } from '../statistics/counting.ts';
import type { NormalizedText } from './duplicates.ts';

/** The texts in one range of lengths. */
interface LengthBin {
  /** The range in tokens, such as `5–8`. */
  name: string;
  /** The number of texts of each class, shape [numClasses]. */
  numTexts: number[];
}

/** The distribution of the lengths of texts, in tokens. */
export interface Lengths {
  median: number;
  /** The 95th percentile. */
  percentile95: number;
  longest: number;
  /** From the shortest to the longest, without empty ones. */
  bins: LengthBin[];
}

/** The lower bounds of the bins. Their width doubles, because lengths span orders of magnitude. */
const BIN_STARTS = [1, 2, 3, 5, 9, 17, 33, 65, 129, 257, Number.POSITIVE_INFINITY];

/** Counts texts, of which there must be at least one, by length and class. */
export function measureLengths(texts: readonly NormalizedText[], numClasses?: number): Lengths {
  const ascending = texts.map(({ numTokens }) => numTokens).sort((a, b) => a - b);
  const bins = BIN_STARTS.slice(0, -1).map((from, i) => {
    const to = BIN_STARTS[i + 1]! - 1;
    const within = texts.filter(({ numTokens }) => numTokens >= from && numTokens <= to);
    const name = to === from ? String(from) : to === Number.POSITIVE_INFINITY ? `${from}+` : `${from}–${to}`;
    return { name, numTexts: countLabels(within, numClasses) };
  });
  return {
    median: quantile(ascending, 0.5),
    percentile95: quantile(ascending, 0.95),
    longest: ascending.at(-1)!,
    bins: bins.filter(({ numTexts }) => sum(numTexts) > 0),
  };
}
