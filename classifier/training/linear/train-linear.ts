import { ClassifierError } from '../../src/errors.ts';
import { buildFeatureTable } from '../../src/linear/feature-table.ts';
import type { FeatureSettings } from '../../src/linear/linear.ts';
import type { LinearArrays } from '../../src/linear/linear-arrays.ts';
import { assignFolds } from '../data/split.ts';
import type { Outcome } from '../metrics.ts';
import { createRandom } from '../optimizers/random.ts';
import {
  buildMatrix,
  collectFeatures,
  collectWordHashes,
  type MinGroups,
  type SparseMatrix,
  type TrainingText,
} from './features.ts';
import { calibratedOutcomes, fitCalibration } from './fit-calibration.ts';
import { computeLogits, type SvmSettings, trainSvm } from './svm.ts';

/** What the linear model is trained with; chosen on the validation files. */
export const LINEAR_DEFAULTS = {
  wordNgrams: 3,
  minCharacterNgram: 3,
  maxCharacterNgram: 5,
  negationScope: 4,
  lengthExponent: 0.6,
  characterWeight: 0.8,
  cost: 0.7,
  maxEpochs: 15,
  tolerance: 0.1,
  maxFeatures: 280_000,
  numFolds: 5,
} satisfies FeatureSettings & SvmSettings & { maxFeatures: number; numFolds: number };

const MIN_GROUPS: MinGroups = { words: 1, characters: 3, negated: 2 };

/** Where a training stands: `done` of `total` support vector machines are trained. */
export type TrainingProgress = (done: number, total: number) => void;

/** A trained linear model. */
export interface TrainedLinear {
  arrays: LinearArrays;
  /** What was said of each text by the classifiers that had not seen its group. */
  heldOut: Outcome[];
}

/**
 * Trains the linear model: one support vector machine a class against the rest on n-gram features, then
 * class probabilities calibrated on texts each held out of one of `numFolds` trainings, by group.
 * @param numClasses labels run from 0 to numClasses − 1
 * @param seed the start of the random generator: same texts and seed, same arrays
 * @param classWeights shape [numClasses]: how much a text of each class counts; all alike if not given
 * @throws ClassifierError with code `SETTINGS` where there are too few groups to hold any out
 */
export function trainLinear(
  texts: readonly TrainingText[],
  numClasses: number,
  seed: number,
  onProgress: TrainingProgress = () => {},
  classWeights?: readonly number[],
): TrainedLinear {
  const settings = LINEAR_DEFAULTS;
  const random = createRandom(seed);
  const numFolds = countFolds(texts);
  const originals = texts.map(({ words, original = words, group }) => ({ words: original, group }));
  const hashes = collectFeatures(originals, settings, MIN_GROUPS);
  const matrix = buildMatrix(texts, hashes, settings);
  const labels = Uint8Array.from(texts, (text) => text.label);
  const rowWeights = classWeights && Float64Array.from(labels, (label) => classWeights[label]!);
  const total = (numFolds + 1) * numClasses;
  let done = 0;
  const train = (rows: Uint32Array): Float64Array[] =>
    Array.from({ length: numClasses }, (_, k) => {
      const weights = trainSvm(
        matrix,
        rows,
        labels.map((label) => Number(label === k)),
        settings,
        random,
        rowWeights,
      );
      onProgress(++done, total);
      return weights;
    });

  const folds = assignFolds(
    texts.map((text) => text.group),
    numFolds,
    random,
  );
  const heldOutLogits = new Float64Array(texts.length * numClasses);
  for (let fold = 0; fold < numFolds; fold++) {
    const weights = train(rowsWhere(folds, (f) => f !== fold));
    computeLogits(
      matrix,
      rowsWhere(folds, (f) => f === fold),
      weights,
      heldOutLogits,
    );
  }
  const numTokens = Uint32Array.from(texts, (text) => text.words.length);
  const heldOut = { logits: heldOutLogits, numClasses, labels, numTokens, classWeights };
  const calibration = fitCalibration(heldOut);
  const weights = train(rowsWhere(folds, () => true));
  const kept = selectFeatures(matrix, weights, hashes, collectWordHashes(originals));
  return {
    arrays: { ...quantize(weights, hashes, kept), calibration: Float32Array.from(calibration) },
    heldOut: calibratedOutcomes(heldOut, calibration),
  };
}

/**
 * Into how many folds the linear model's training deals texts.
 * @throws ClassifierError with code `SETTINGS` where there are too few groups to hold any out
 */
export function countFolds(texts: readonly TrainingText[]): number {
  const numFolds = Math.min(LINEAR_DEFAULTS.numFolds, new Set(texts.map((text) => text.group)).size);
  if (numFolds >= 2) return numFolds;
  throw new ClassifierError('SETTINGS', `training needs texts of at least 2 sentences, got ${numFolds}`);
}

function rowsWhere(folds: Uint8Array, matches: (fold: number) => boolean): Uint32Array {
  return Uint32Array.from(folds.keys().filter((row) => matches(folds[row]!)));
}

/**
 * The features worth their place in the file: all single words, by which a text's coverage is known, then
 * those that move logits most: ‖w − mean w‖ · √(number of texts).
 * @returns their indices, ascending
 */
function selectFeatures(
  { indices, numFeatures }: SparseMatrix,
  weights: readonly Float64Array[],
  hashes: Uint32Array,
  wordHashes: ReadonlySet<number>,
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
  return order.subarray(0, LINEAR_DEFAULTS.maxFeatures).sort();
}

/** Weights in 8 bits, one scale a class: the largest weight becomes ±127. */
function quantize(
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
