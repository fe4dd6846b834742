/** The largest number of a sum. */
const LARGEST_SUM = 2 ** 31 - 1;
const LARGEST_WEIGHT = 2 ** 15 - 1;

/** Weights in 16 bits, a scale a column, for whole numbers up to `largestInput` in size. */
export interface FixedWeights {
  /** Shape [numInner / 2 × numColumns × 2]: those of two numbers side by side. */
  weights: Int16Array;
  /** Shape [numColumns]: the sums begin with it. */
  bias: Int32Array;
  /** Shape [numColumns]: what 1 is in the sums, inputs being whole numbers. */
  scales: Float32Array;
}

/**
 * The weights with as many bits as leave no sum the chance to overflow:  |b_j| + Σ_p |w_pj| · largestInput < 2^31.
 * @param weights shape [numInner × numColumns]; numInner is even
 * @param bias shape [numColumns], added to products with whole numbers
 * @param largestInput at most 2^14
 */
export function toFixedPoint(weights: Float32Array, bias: Float32Array, largestInput: number): FixedWeights {
  const numColumns = bias.length;
  const numInner = weights.length / numColumns;
  // What rounding may add to the sum of sizes is taken off: a half for each weight, and one for the bias.
  const largestSize = Math.floor(LARGEST_SUM / largestInput) - numInner / 2 - 1;
  const fixed = {
    weights: new Int16Array(weights.length),
    bias: new Int32Array(numColumns),
    scales: new Float32Array(numColumns),
  };
  for (let j = 0; j < numColumns; j++) {
    let size = Math.abs(bias[j]!) / largestInput;
    let largest = 0;
    for (let p = 0; p < numInner; p++) {
      const weight = Math.abs(weights[p * numColumns + j]!);
      size += weight;
      largest = Math.max(largest, weight);
    }
    const unit = Math.max(size / largestSize, largest / LARGEST_WEIGHT) || 1;
    fixed.scales[j] = unit;
    fixed.bias[j] = Math.round(bias[j]! / unit);
    for (let p = 0; p < numInner; p++) {
      const at = (p - (p % 2)) * numColumns + 2 * j + (p % 2);
      fixed.weights[at] = Math.round(weights[p * numColumns + j]! / unit);
    }
  }
  return fixed;
}
