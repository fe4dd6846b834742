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

/** The settings for training a linear model. */
export interface LinearSettings extends FeatureSettings, SvmSettings {
  /** 1 to scale features by inverse document frequency (Spärck Jones 1972); else 0. */
  inverseDocumentFrequency: number;
  /** The most n-grams in the model file. */
  maxFeatures: number;
  /** The number of folds for calibration on held-out texts. */
  numFolds: number;
}

/** The settings for texts of up to a sentence, chosen on the treebank's validation files. */
export const LINEAR_DEFAULTS: LinearSettings = {
  wordNgrams: 3,
  minCharacterNgram: 3,
  maxCharacterNgram: 5,
  negationScope: 4,
  lengthExponent: 0.6,
  characterWeight: 0.8,
  binary: 0,
  inverseDocumentFrequency: 0,
  cost: 0.7,
  maxEpochs: 15,
  tolerance: 0.1,
  maxFeatures: 280_000,
  numFolds: 5,
};

/** The settings for texts of several sentences read as a whole, chosen on held-out film reviews. */
export const LINEAR_TEXT_DEFAULTS: LinearSettings = {
  ...LINEAR_DEFAULTS,
  maxCharacterNgram: 0,
  negationScope: 0,
  lengthExponent: 0.5,
  binary: 1,
  inverseDocumentFrequency: 1,
  cost: 0.1,
};

const MIN_GROUPS: MinGroups = { words: 1, characters: 3, negated: 2 };

/** Called with the number of support vector machines trained so far, and their total. */
export type TrainingProgress = (done: number, total: number) => void;

/** A trained support vector machine. */
export interface TrainedMachine {
  /** Shape [numFeatures]: its weights. */
  weights: Float64Array;
  /** The number of random numbers drawn for it. */
  numDraws: number;
}

/** The state of an interrupted training run, and a callback to extend it. */
export interface KeptMachines {
  /** The machines trained so far, in order. */
  trained: readonly TrainedMachine[];
  /** Called with each newly trained machine. */
  onTrained: (machine: TrainedMachine) => void;
}

/** A trained linear model. */
export interface TrainedLinear {
  arrays: LinearArrays;
  /** The outcome for each text, predicted by a model that was trained without the text's group. */
  heldOut: Outcome[];
}

/**
 * Trains a linear model: one one-vs-rest support vector machine a class on n-gram features, then a calibration of class
 * probabilities by cross-validation over `numFolds` folds of groups.
 * @param numClasses labels are 0..numClasses − 1
 * @param seed the seed of the random generator; the same texts and seed give the same arrays
 * @param classWeights shape [numClasses]: the weight of a text of each class; 1 by default
 * @param machines the machines of an interrupted run; a resumed run gives the same arrays
 * @throws ClassifierError with code `SETTINGS` when there are too few groups for cross-validation
 */
export function trainLinear(
  texts: readonly TrainingText[],
  numClasses: number,
  seed: number,
  onProgress: TrainingProgress = () => {},
  classWeights?: readonly number[],
  settings: LinearSettings = LINEAR_DEFAULTS,
  machines?: KeptMachines,
): TrainedLinear {
  let numDraws = 0;
  const uncounted = createRandom(seed);
  const random = (): number => {
    numDraws++;
    return uncounted();
  };
  const numFolds = countFolds(texts, settings.numFolds);
  const originals = texts.map(({ words, original = words, group }) => ({ words: original, group }));
  const hashes = collectFeatures(originals, settings, MIN_GROUPS);
  const matrix = buildMatrix(texts, hashes, settings);
  const scales = settings.inverseDocumentFrequency === 1 ? scaleByFrequency(matrix, texts.length) : undefined;
  const labels = Uint8Array.from(texts, (text) => text.label);
  const rowWeights = classWeights && Float64Array.from(labels, (label) => classWeights[label]!);
  const total = (numFolds + 1) * numClasses;
  let done = 0;
  const train = (rows: Uint32Array): Float64Array[] =>
    Array.from({ length: numClasses }, (_, k) => {
      const before = machines?.trained[done];
      if (before) {
        for (let draw = 0; draw < before.numDraws; draw++) random();
        onProgress(++done, total);
        return before.weights;
      }
      const firstDraw = numDraws;
      const weights = trainSvm(
        matrix,
        rows,
        labels.map((label) => Number(label === k)),
        settings,
        random,
        rowWeights,
      );
      machines?.onTrained({ weights, numDraws: numDraws - firstDraw });
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
  if (scales) for (const each of weights) for (const [i, scale] of scales.entries()) each[i]! *= scale;
  const kept = selectFeatures(matrix, weights, hashes, collectWordHashes(originals), settings.maxFeatures);
  return {
    arrays: { ...quantize(weights, hashes, kept), calibration: Float32Array.from(calibration) },
    heldOut: calibratedOutcomes(heldOut, calibration),
  };
}

/**
 * The number of cross-validation folds for a linear model.
 * @throws ClassifierError with code `SETTINGS` when there are too few groups
 */
export function countFolds(texts: readonly TrainingText[], most = LINEAR_DEFAULTS.numFolds): number {
  const numFolds = Math.min(most, new Set(texts.map((text) => text.group)).size);
  if (numFolds >= 2) return numFolds;
  throw new ClassifierError('SETTINGS', `training needs texts of at least 2 sentences, got ${numFolds}`);
}

function rowsWhere(folds: Uint8Array, matches: (fold: number) => boolean): Uint32Array {
  return Uint32Array.from(folds.keys().filter((row) => matches(folds[row]!)));
}

/**
 * Multiplies the values of a matrix by each feature's inverse document frequency, 1 + log((1 + texts) / (1 + texts with
 * the feature)), as in scikit-learn's TfidfTransformer. The constant feature is not scaled.
 * @returns the factors, shape [numFeatures − 1]
 */
function scaleByFrequency({ indices, values, numFeatures }: SparseMatrix, numTexts: number): Float64Array {
  const counts = new Uint32Array(numFeatures);
  for (const feature of indices) counts[feature]!++;
  const scales = Float64Array.from(counts, (count) => 1 + Math.log((1 + numTexts) / (1 + count)));
  scales[numFeatures - 1] = 1;
  for (const [i, feature] of indices.entries()) values[i]! *= scales[feature]!;
  return scales.subarray(0, numFeatures - 1);
}

/**
 * Selects the features for the model file: all single words, which determine coverage, then the features that affect
 * the logits most, by ‖w − mean w‖ · √(number of texts).
 * @returns the indices of the features, ascending
 */
function selectFeatures(
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
