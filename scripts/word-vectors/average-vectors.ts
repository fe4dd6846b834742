import { lengthInput } from '../../classifier/internals/index.ts';
import type { TrainingText } from '../../classifier/training/index.ts';
import type { WordVectorTable } from './word-vector-table.ts';

/** Texts as the averages of their word vectors. */
export interface AveragedTexts {
  /**
   * Shape [numTexts × numFeatures], row by row; the last feature is the length of the text, in the form used for
   * calibration.
   */
  features: Float32Array;
  numFeatures: number;
  /** The share of tokens that have a vector, 0..1. */
  coverage: number;
}

/** Averages the word vectors of each text; words without a vector are skipped, and a text without any gets zeros. */
export function averageVectors(
  texts: readonly Pick<TrainingText, 'words'>[],
  { words, vectors, numDimensions }: WordVectorTable,
): AveragedTexts {
  const rowOf = new Map(words.map((word, row) => [word, row]));
  const numFeatures = numDimensions + 1;
  const features = new Float32Array(texts.length * numFeatures);
  let numKnown = 0;
  let numTokens = 0;
  for (const [i, text] of texts.entries()) {
    const start = i * numFeatures;
    const rows = text.words.map((word) => rowOf.get(word)).filter((row) => row !== undefined);
    for (const row of rows) {
      const from = row * numDimensions;
      for (let j = 0; j < numDimensions; j++) features[start + j]! += vectors[from + j]! / rows.length;
    }
    features[start + numDimensions] = lengthInput(text.words.length);
    numKnown += rows.length;
    numTokens += text.words.length;
  }
  return { features, numFeatures, coverage: numTokens === 0 ? 0 : numKnown / numTokens };
}

/** A variance below this share of the squared mean is the rounding error of a constant feature. */
const ROUNDING = 1e-12;

/**
 * Standardizes features in place: over the first texts each feature gets mean 0 and variance 1, and a constant feature
 * becomes 0. The features of other texts are transformed with the same mean and variance.
 */
export function standardize(
  { features, numFeatures }: AveragedTexts,
  others: readonly AveragedTexts[],
): void {
  const numTexts = features.length / numFeatures;
  for (let j = 0; j < numFeatures; j++) {
    let mean = 0;
    let variance = 0;
    for (let i = j; i < features.length; i += numFeatures) mean += features[i]! / numTexts;
    for (let i = j; i < features.length; i += numFeatures) {
      variance += ((features[i]! - mean) * (features[i]! - mean)) / numTexts;
    }
    const scale = variance > ROUNDING * mean * mean ? 1 / Math.sqrt(variance) : 0;
    for (const own of [features, ...others.map((other) => other.features)]) {
      for (let i = j; i < own.length; i += numFeatures) own[i] = (own[i]! - mean) * scale;
    }
  }
}
