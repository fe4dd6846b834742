/** The largest sum in int32. */
const LARGEST_SUM = 2 ** 31 - 1;
const LARGEST_WEIGHT = 2 ** 15 - 1;

/** Weights as int16 with one scale a column, for integer inputs of at most `largestInput` in absolute value. */
export interface FixedWeights {
  /** Shape [numInner / 2 × numColumns × 2]: the weights of two inputs lie side by side. */
  weights: Int16Array;
  /** Shape [numColumns]: the initial value of each sum. */
  bias: Int32Array;
  /** Shape [numColumns]: the scale of the sums of integer inputs. */
  scales: Float32Array;
}

/**
 * Quantizes weights with as many bits as possible without overflow:  |b_j| + Σ_p |w_pj| · largestInput < 2^31.
 * @param weights shape [numInner × numColumns]; numInner is even
 * @param bias shape [numColumns], in units of the integer inputs
 * @param largestInput at most 2^14
 */
export function toFixedPoint(weights: Float32Array, bias: Float32Array, largestInput: number): FixedWeights {
  const numColumns = bias.length;
  const numInner = weights.length / numColumns;
  // Leaves room for rounding: a half for each weight, and one for the bias.
  const largestSize = Math.floor(LARGEST_SUM / largestInput) - numInner / 2 - 1;
  const sizes = Float64Array.from(bias, (b) => Math.abs(b) / largestInput);
  const largest = new Float64Array(numColumns);
  for (let p = 0, at = 0; p < numInner; p++) {
    for (let j = 0; j < numColumns; j++, at++) {
      const size = Math.abs(weights[at]!);
      sizes[j]! += size;
      if (size > largest[j]!) largest[j] = size;
    }
  }
  const units = sizes.map((size, j) => Math.max(size / largestSize, largest[j]! / LARGEST_WEIGHT) || 1);
  const fixed = new Int16Array(weights.length);
  for (let p = 0, at = 0; p < numInner; p++) {
    const pairs = (p & ~1) * numColumns + (p & 1);
    for (let j = 0; j < numColumns; j++, at++) fixed[pairs + 2 * j] = Math.round(weights[at]! / units[j]!);
  }
  return {
    weights: fixed,
    bias: Int32Array.from(bias, (b, j) => Math.round(b / units[j]!)),
    scales: Float32Array.from(units),
  };
}
