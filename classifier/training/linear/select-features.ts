import { buildFeatureTable } from '../../src/linear/feature-table.ts';
import type { LinearArrays } from '../../src/linear/linear-arrays.ts';
import type { SparseMatrix } from './features.ts';

/**
 * Selects the features for the model file: all single words, which determine coverage, then the features that affect
 * the logits most, by ‖w − mean w‖ · √(number of texts).
 * @returns the indices of the features, ascending
 */
export function selectFeatures(
  { indices, numFeatures }: SparseMatrix,
  weights: readonly Float64Array[],
  hashes: Uint32Array,
  wordHashes: ReadonlySet<number>,
  maxFeatures: number,
): Uint32Array {
  const numTexts = new Uint32Array(numFeatures);
  for (const feature of indices) numTexts[feature]!++;
  const importance = Float64Array.from(hashes, (hash, feature) => {
    if (wordHashes.has(hash)) return Number.POSITIVE_INFINITY;
    const mean = weights.reduce((sum, w) => sum + w[feature]!, 0) / weights.length;
    const spread = weights.reduce((sum, w) => sum + (w[feature]! - mean) * (w[feature]! - mean), 0);
    return Math.sqrt(spread * numTexts[feature]!);
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
