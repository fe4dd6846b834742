import { median } from 'simple-statistics';
import type { BenchTable } from '../report.ts';

/** One measurement of one contender. */
export interface Sample {
  /** The name of the measure, with its unit, such as `requests/s`. */
  what: string;
  contender: string;
  /** The measured value; NaN if the operating system does not provide it. */
  value: number;
}

/** A ratio of two contenders: the first divided by the second. */
export type Ratio = readonly [contender: string, baseline: string];

/**
 * Tabulates the medians of samples: a row for each measure, a column for each contender, both in order of first
 * appearance, then the ratios of the medians. Unknown values are left empty.
 * @param head the heading of the first column
 */
export function tabulateMedians(
  samples: readonly Sample[],
  head: string,
  ratios: readonly Ratio[],
): BenchTable {
  const distinct = (key: 'what' | 'contender') => [...new Set(samples.map((sample) => sample[key]))];
  const contenders = distinct('contender');
  const nameOf = ([contender, baseline]: Ratio) => `${contender} ÷ ${baseline}`;
  const rows = distinct('what').map((what) => {
    const medianOf = (contender: string): number => {
      const own = samples.filter((sample) => sample.what === what && sample.contender === contender);
      return own.length === 0 ? Number.NaN : median(own.map(({ value }) => value));
    };
    const figures = [
      ...contenders.map((contender) => [contender, medianOf(contender)] as const),
      ...ratios.map((ratio) => [nameOf(ratio), medianOf(ratio[0]) / medianOf(ratio[1])] as const),
    ];
    const cells = figures.map(([name, value]) => [name, Number.isFinite(value) ? value : '']);
    return { what, ...Object.fromEntries(cells) };
  });
  const headings = [...contenders, ...ratios.map(nameOf)].map((name) => [name, name]);
  return { columns: { what: head, ...Object.fromEntries(headings) }, rows };
}
