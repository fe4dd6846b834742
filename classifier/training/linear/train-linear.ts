import { ClassifierError } from '../../src/errors.ts';
import type { FeatureSettings } from '../../src/linear/linear.ts';
import type { LinearArrays } from '../../src/linear/linear-arrays.ts';
import { assignFolds } from '../data/split.ts';
import type { Outcome } from '../metrics.ts';
import { createRandom } from '../optimizers/random.ts';
import { type SoftTraining, weighSoftTexts } from '../soft.ts';
import { createShared } from '../threads/shared-memory.ts';
import {
  buildMatrix,
  collectFeatures,
  collectWordHashes,
  type MinGroups,
  type SparseMatrix,
  type TrainingText,
} from './features.ts';
import { calibratedOutcomes, fitCalibration } from './fit-calibration.ts';
import { findFrequentNgrams, mergeHashes } from './frequent-ngrams.ts';
import { countMachines } from './machine-worker.ts';
import { quantize, selectFeatures } from './select-features.ts';
import { computeLogits, type SvmSettings } from './svm.ts';
import { type KeptMachines, trainMachines } from './train-machines.ts';

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

/** What a linear model is trained with besides its labelled texts. */
export interface LinearTraining {
  /** By default those for texts of up to a sentence. */
  settings?: LinearSettings;
  /** Shape [numClasses]: the weight of a text of each class; 1 by default. */
  classWeights?: readonly number[] | undefined;
  /** Soft texts, which are in the training part of each fold. */
  soft?: SoftTraining | undefined;
  /** The machines of an interrupted run; a resumed run gives the same arrays. */
  machines?: KeptMachines | undefined;
  /** Affects the time, not the result; 1 by default. */
  numThreads?: number;
  onProgress?: TrainingProgress | undefined;
}

/** A trained linear model. */
export interface TrainedLinear {
  arrays: LinearArrays;
  /** The outcome for each labelled text, predicted by a model that was trained without the text's group. */
  heldOut: Outcome[];
}

/**
 * Trains a linear model: one one-vs-rest support vector machine a class on n-gram features, then a calibration of class
 * probabilities by cross-validation over `numFolds` folds of groups of labelled texts.
 * @param numClasses labels are 0..numClasses − 1
 * @param seed the seed of the random generator; the same texts and seed give the same arrays
 * @throws ClassifierError with code `SETTINGS` when there are too few groups for cross-validation
 */
export async function trainLinear(
  texts: readonly TrainingText[],
  numClasses: number,
  seed: number,
  {
    settings = LINEAR_DEFAULTS,
    classWeights,
    soft,
    machines = { trained: [], onTrained: () => {} },
    numThreads = 1,
    onProgress = () => {},
  }: LinearTraining = {},
): Promise<TrainedLinear> {
  const numFolds = countFolds(texts, settings.numFolds);
  const { hashes, matrix, scales, wordHashes } = buildFeatures(texts, settings, soft);
  const labels = Uint8Array.from(texts, (text) => text.label);
  const folds = assignFolds(
    texts.map((text) => text.group),
    numFolds,
    createRandom(seed),
  );
  const rowWeights = weighRows(labels, classWeights, soft);
  const probabilities = shareProbabilities(soft, numClasses);
  const training = { settings, seed, numClasses, matrix, labels, numFolds, folds, probabilities, rowWeights };
  const total = countMachines(training);
  const heldOutLogits = new Float64Array(texts.length * numClasses);
  const weights: Float64Array[] = [];
  let done = 0;
  for await (const each of trainMachines(training, numThreads, machines)) {
    const fold = Math.floor(done / numClasses);
    const k = done % numClasses;
    if (fold === numFolds) weights.push(each);
    else computeLogits(matrix, rowsOf(folds, fold), each, { k, numClasses, logits: heldOutLogits });
    onProgress(++done, total);
  }
  const numTokens = Uint32Array.from(texts, (text) => text.words.length);
  const heldOut = { logits: heldOutLogits, numClasses, labels, numTokens, classWeights };
  const calibration = fitCalibration(heldOut);
  const kept = selectFeatures(matrix, weights, hashes, wordHashes, settings.maxFeatures);
  if (scales) for (const each of weights) for (const [i, scale] of scales.entries()) each[i]! *= scale;
  return {
    arrays: { ...quantize(weights, hashes, kept), calibration: Float32Array.from(calibration) },
    heldOut: calibratedOutcomes(heldOut, calibration),
  };
}

/** Builds the features of labelled texts, then of soft texts, from the words that they had before misspellings. */
function buildFeatures(
  texts: readonly TrainingText[],
  settings: LinearSettings,
  soft: SoftTraining | undefined,
) {
  const originals = texts.map(({ words, original = words, group }) => ({ words: original, group }));
  let hashes = collectFeatures(originals, settings, MIN_GROUPS);
  const softOriginals = soft?.texts.map(({ words, original = words }) => ({ words: original })) ?? [];
  if (soft !== undefined) {
    const frequent = findFrequentNgrams(softOriginals, settings, soft.minTexts);
    hashes = mergeHashes(hashes, frequent);
  }
  const matrix = buildMatrix([...texts, ...(soft?.texts ?? [])], hashes, settings);
  const scales = settings.inverseDocumentFrequency === 1 ? scaleByFrequency(matrix) : undefined;
  return { hashes, matrix, scales, wordHashes: collectWordHashes([...originals, ...softOriginals]) };
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

/** The rows of the texts that a fold holds out. */
const rowsOf = (folds: Uint8Array, fold: number): Uint32Array =>
  Uint32Array.from(folds.keys().filter((row) => folds[row] === fold));

/** The probabilities of soft texts in shared memory, shape [number of soft texts × numClasses]. */
function shareProbabilities(soft: SoftTraining | undefined, numClasses: number): Float64Array {
  const shared = createShared('float64', (soft?.texts.length ?? 0) * numClasses);
  for (const [i, { probabilities }] of soft?.texts.entries() ?? []) shared.set(probabilities, i * numClasses);
  return shared;
}

/** The weight of each row, labelled texts first; `undefined` if all are 1. */
function weighRows(
  labels: Uint8Array,
  classWeights: readonly number[] | undefined,
  soft: SoftTraining | undefined,
): Float64Array | undefined {
  if (classWeights === undefined && soft === undefined) return undefined;
  const weights = new Float64Array(labels.length + (soft?.texts.length ?? 0));
  weights.set(Float64Array.from(labels, (label) => classWeights?.[label] ?? 1));
  if (soft !== undefined) weights.set(weighSoftTexts(soft, classWeights), labels.length);
  return weights;
}

/**
 * Multiplies the values of a matrix by each feature's inverse document frequency, 1 + log((1 + texts) / (1 + texts with
 * the feature)), as in scikit-learn's TfidfTransformer. The constant feature is not scaled.
 * @returns the factors, shape [numFeatures − 1]
 */
function scaleByFrequency({ rowStarts, indices, values, numFeatures }: SparseMatrix): Float64Array {
  const numTexts = rowStarts.length - 1;
  const counts = new Uint32Array(numFeatures);
  for (const feature of indices) counts[feature]!++;
  const scales = Float64Array.from(counts, (count) => 1 + Math.log((1 + numTexts) / (1 + count)));
  scales[numFeatures - 1] = 1;
  for (const [i, feature] of indices.entries()) values[i]! *= scales[feature]!;
  return scales.subarray(0, numFeatures - 1);
}
