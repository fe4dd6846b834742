import { buildFeatureTable } from '../../src/linear/feature-table.ts';
import type { LinearArrays } from '../../src/linear/linear-arrays.ts';
import type { SparseMatrix } from './features.ts';

/**
 * Selects the features for the model file: all single words, which determine coverage, then the features that move the
 * logits of the training texts most:
 *
 *     ‖w_f − mean w_f‖ · √(Σ_i x_if²)
 *
 * A feature of short texts has larger values x, as they are normalized by length, and outweighs one of as many long texts.
 * @param weights shape [numClasses], each of shape [numFeatures]: w, for the values of the matrix
 * @param hashes shape [numFeatures − 1]
 * @param wordHashes the hashes of single words
 * @returns the indices of the features, ascending
 */
export function selectFeatures(
  { indices, values, numFeatures }: SparseMatrix,
  weights: readonly Float64Array[],
  hashes: Uint32Array,
  wordHashes: ReadonlySet<number>,
  maxFeatures: number,
): Uint32Array {
  const squares = new Float64Array(numFeatures);
  for (const [j, feature] of indices.entries()) squares[feature]! += values[j]! * values[j]!;
  const importance = Float64Array.from(hashes, (hash, feature) => {
    if (wordHashes.has(hash)) return Number.POSITIVE_INFINITY;
    const mean = weights.reduce((sum, w) => sum + w[feature]!, 0) / weights.length;
    const spread = weights.reduce((sum, w) => sum + (w[feature]! - mean) * (w[feature]! - mean), 0);
    return Math.sqrt(spread * squares[feature]!);
  });
  const order = Uint32Array.from(hashes.keys()).sort((a, b) => importance[b]! - importance[a]! || a - b);
  return order.subarray(0, maxFeatures).sort();
}

/** Quantizes weights to int8 with one scale a class, so that the largest weight becomes ±127. */
export function quantize(
  weights: readonly Float64Array[],
  hashes: Uint32Array,
  kept: Uint32Array,
): Omit<LinearArrays, 'calibration'> {
  const numClasses = weights.length;
  const quantized = new Int8Array(kept.length * numClasses);
  const scales = new Float32Array(numClasses);
  for (const [k, classWeights] of weights.entries()) {
    const largest = kept.reduce((max, feature) => Math.max(max, Math.abs(classWeights[feature]!)), 0);
    scales[k] = largest / 127 || 1;
    for (const [i, feature] of kept.entries()) {
      quantized[i * numClasses + k] = Math.round(classWeights[feature]! / scales[k]!);
    }
  }
  return {
    ...buildFeatureTable(Uint32Array.from(kept, (feature) => hashes[feature]!)),
    weights: quantized,
    scales,
    bias: Float32Array.from(weights, (classWeights) => classWeights.at(-1)!),
  };
}
