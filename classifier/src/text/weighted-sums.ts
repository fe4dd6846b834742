/**
 * A weighted sum of rows of numbers: the logarithm of a scale, the sum of the weights, and the weighted sums of the
 * numbers, the latter two in units of the scale. Weights can thus be of any size. Nothing is ever subtracted, because
 * that would lose precision.
 */
export type WeightedSum = Float64Array;

/** The number of entries before the weighted sums. */
const NUM_LEADING = 2;

/**
 * The sum of no rows.
 * @param numNumbers the length of a row
 */
export function emptySum(numNumbers: number): WeightedSum {
  const sum = new Float64Array(NUM_LEADING + numNumbers);
  sum[0] = Number.NEGATIVE_INFINITY;
  return sum;
}

/**
 * The sum of one row.
 * @param logWeight the natural logarithm of its weight
 */
export function sumOf(row: Float64Array, logWeight: number): WeightedSum {
  const sum = new Float64Array(NUM_LEADING + row.length);
  sum[0] = logWeight;
  sum[1] = 1;
  sum.set(row, NUM_LEADING);
  return sum;
}

/** Adds another sum to `sum` in place, and returns `sum`. */
export function addSum(sum: WeightedSum, other: WeightedSum): WeightedSum {
  const scale = Math.max(sum[0]!, other[0]!);
  if (scale === Number.NEGATIVE_INFINITY) return sum;
  const [own, added] = [Math.exp(sum[0]! - scale), Math.exp(other[0]! - scale)];
  sum[0] = scale;
  for (let k = 1; k < sum.length; k++) sum[k] = own * sum[k]! + added * other[k]!;
  return sum;
}

/** The weighted mean of the rows. */
export function meanOf(sum: WeightedSum): Float64Array {
  const mean = sum.slice(NUM_LEADING);
  for (let k = 0; k < mean.length; k++) mean[k]! /= sum[1]!;
  return mean;
}

/**
 * Computes, for each of several sums, the sum of all others, from the sums before it and after it. The time for all is
 * linear in their number.
 * @param sumAt returns the sum at an index, from 0
 * @returns a function from the index of a sum to a new sum of all others; for any other index, the sum of all
 */
export function createSumWithout(
  numSums: number,
  numNumbers: number,
  sumAt: (place: number) => WeightedSum,
): (place: number) => WeightedSum {
  const width = NUM_LEADING + numNumbers;
  const allocate = (): Float64Array => new Float64Array((numSums + 1) * width);
  const rowOf = (rows: Float64Array, i: number): WeightedSum => rows.subarray(i * width, (i + 1) * width);
  /**
   * Row i of `before` is the sum of those before index i; row i of `from` is the sum of those from i on, and its last
   * row is empty.
   */
  const [before, from] = [allocate(), allocate()];
  const sum = emptySum(numNumbers);
  for (let i = 0; i < numSums; i++) {
    rowOf(before, i).set(sum);
    rowOf(from, i).set(sumAt(i));
    addSum(sum, rowOf(from, i));
  }
  rowOf(from, numSums).set(emptySum(numNumbers));
  for (let i = numSums - 1; i >= 0; i--) addSum(rowOf(from, i), rowOf(from, i + 1));
  return (place) =>
    place >= 0 && place < numSums
      ? addSum(rowOf(before, place).slice(), rowOf(from, place + 1))
      : sum.slice();
}
