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

/** What a linear model is trained with. */
export interface LinearSettings extends FeatureSettings, SvmSettings {
  /** 1 where an n-gram counts more the fewer texts it stands in (Spärck Jones 1972); else 0. */
  inverseDocumentFrequency: number;
  /** The most n-grams in the model file. */
  maxFeatures: number;
  /** In so many parts texts are held out to calibrate. */
  numFolds: number;
}

/** For texts of a sentence or less; chosen on the validation files of the treebank. */
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

/** For texts of several sentences, that are read as a whole; chosen on film reviews held out of training. */
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

/** Where a training stands: `done` of `total` support vector machines are trained. */
export type TrainingProgress = (done: number, total: number) => void;

/** A support vector machine that is trained. */
export interface TrainedMachine {
  /** Shape [numFeatures]. */
  weights: Float64Array;
  /** How many random numbers its training drew. */
  numDraws: number;
}

/** What an interrupted training resumes from, and what keeps it. */
export interface KeptMachines {
  /** Those that are trained already, in order. */
  trained: readonly TrainedMachine[];
  /** Called with each that is trained now. */
  onTrained: (machine: TrainedMachine) => void;
}

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
 * @param machines those of an interrupted training: the arrays are those of one that was not
 * @throws ClassifierError with code `SETTINGS` where there are too few groups to hold any out
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
 * Into how many folds the linear model's training deals texts.
 * @throws ClassifierError with code `SETTINGS` where there are too few groups to hold any out
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
 * it)), as scikit-learn's TfidfTransformer has it; not those of the constant one.
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
 * The features worth their place in the file: all single words, by which a text's coverage is known, then
 * those that move logits most: ‖w − mean w‖ · √(number of texts).
 * @returns their indices, ascending
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
