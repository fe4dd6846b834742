/**
 * A weighted sum of rows of numbers: the logarithm of its scale, the sum of the weights, and the weighted sum of each
 * number, these in units of the scale. So weights may be of any size, and what is added need not be taken away again,
 * which would lose digits.
 */
export type WeightedSum = Float64Array;

/** How many entries stand before the sums of the numbers. */
const NUM_LEADING = 2;

/** The sum of no row. */
export function emptySum(numNumbers: number): WeightedSum {
  const sum = new Float64Array(NUM_LEADING + numNumbers);
  sum[0] = Number.NEGATIVE_INFINITY;
  return sum;
}

/** The sum of one row. */
export function sumOf(row: Float64Array, logWeight: number): WeightedSum {
  const sum = new Float64Array(NUM_LEADING + row.length);
  sum[0] = logWeight;
  sum[1] = 1;
  sum.set(row, NUM_LEADING);
  return sum;
}

/** Adds another sum to `sum`, which it gives back. */
export function addSum(sum: WeightedSum, other: WeightedSum): WeightedSum {
  const scale = Math.max(sum[0]!, other[0]!);
  if (scale === Number.NEGATIVE_INFINITY) return sum;
  const [own, added] = [Math.exp(sum[0]! - scale), Math.exp(other[0]! - scale)];
  sum[0] = scale;
  for (let k = 1; k < sum.length; k++) sum[k] = own * sum[k]! + added * other[k]!;
  return sum;
}

/** The mean of the rows, by their weights. */
export function meanOf(sum: WeightedSum): Float64Array {
  return sum.slice(NUM_LEADING).map((total) => total / sum[1]!);
}

/**
 * The sum of all others for each of some sums, from those before it and those behind it: for all of them in time in
 * proportion to their number.
 * @param sumAt gives the sum at a place, from 0
 * @returns gives a new sum for the place of one, and that of all for a place where none is
 */
export function createSumWithout(
  numSums: number,
  numNumbers: number,
  sumAt: (place: number) => WeightedSum,
): (place: number) => WeightedSum {
  const width = NUM_LEADING + numNumbers;
  const allocate = (): Float64Array => new Float64Array((numSums + 1) * width);
  const rowOf = (rows: Float64Array, i: number): WeightedSum => rows.subarray(i * width, (i + 1) * width);
  /** Row i holds the sum of those before place i, and of those from it on, of which the last row has none. */
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
