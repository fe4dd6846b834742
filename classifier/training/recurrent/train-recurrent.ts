import { ClassifierError } from '../../src/errors.ts';
import { createLinearModel } from '../../src/linear/linear.ts';
import { type LinearArrays, NGRAM_PREFIX } from '../../src/linear/linear-arrays.ts';
import type { TokenForm } from '../../src/model.ts';
import { addPrefix } from '../../src/model-arrays.ts';
import type { ModelArrays } from '../../src/model-file.ts';
import type { RecurrentSizes } from '../../src/recurrent/sizes.ts';
import { findWholeSentences } from '../data/whole-sentences.ts';
import type { TrainingText } from '../linear/features.ts';
import {
  countFolds,
  LINEAR_DEFAULTS,
  type LinearSettings,
  type TrainingProgress,
  trainLinear,
} from '../linear/train-linear.ts';
import { createRandom } from '../optimizers/random.ts';
import { findFrequentWords } from '../soft.ts';
import { fitBlend } from './fit-blend.ts';
import { toFixedPointNetwork } from './fixed-point-network.ts';
import { type NetworkArrays, quantizeNetwork } from './quantize.ts';
import { readTexts } from './read-texts.ts';
import type { NetworkSettings } from './settings.ts';
import type { NetworkTexts } from './share-training.ts';
import { type TrainingHooks, trainNetwork } from './train-network.ts';
import { createTrainingState, type TrainingState } from './training-state.ts';
import { createVocabulary, type PretrainedVectors, type Vocabulary } from './vocabulary.ts';

/** The network's accuracy on the validation texts after an epoch. */
export interface EpochReport {
  /** The epoch, from 1. */
  epoch: number;
  /** The share of correct predictions among all validation texts. */
  accuracy: number;
  /** The share of correct predictions among the validation sentences, the longest text of each group. */
  sentenceAccuracy: number;
}

/** A checkpoint to resume training from: the state after an epoch, the best network so far, and the reports. */
export interface RecurrentCheckpoint {
  state: TrainingState;
  best: Pick<TrainingState, 'weights' | 'vectors'>;
  reports: EpochReport[];
}

/** Callbacks during the training of a recurrent model. */
export interface RecurrentHooks {
  onStep?: TrainingHooks['onStep'];
  onEpoch?: (report: EpochReport, checkpoint: RecurrentCheckpoint) => Promise<void> | void;
  onLinearProgress?: TrainingProgress;
}

/** Early stopping: training ends after this share of its epochs without improvement on the validation sentences. */
const PATIENCE_SHARE = 0.3;

/** The inputs for training a network. */
export interface NetworkTraining extends NetworkTexts {
  /** Texts of other groups, used for early stopping, blending and calibration. */
  validation: readonly TrainingText[];
  pretrained: PretrainedVectors | undefined;
  settings: NetworkSettings;
  seed: number;
  /** Affects the time, not the result. */
  numThreads: number;
  checkpoint?: RecurrentCheckpoint | undefined;
}

/**
 * Trains the network and its vectors, with early stopping on the validation sentences.
 * @returns the best network, and a report for each epoch; the same texts, settings and seed give the same numbers
 */
export async function trainBestNetwork(
  training: NetworkTraining,
  { onStep, onEpoch }: RecurrentHooks = {},
): Promise<RecurrentCheckpoint & { vocabulary: Vocabulary }> {
  const { texts, soft, validation, pretrained, settings, seed, numThreads, checkpoint } = training;
  const random = createRandom(seed);
  const words = texts.map((text) => text.original ?? text.words);
  const moreWords = soft === undefined ? [] : findFrequentWords(soft);
  const vocabulary = createVocabulary(words, pretrained, settings, random, moreWords);
  const state = checkpoint?.state ?? createTrainingState(vocabulary, settings, random);
  const reports = [...(checkpoint?.reports ?? [])];
  let best = checkpoint?.best ?? { weights: state.weights.slice(), vectors: state.vectors.slice() };
  const bestAccuracy = (): number => Math.max(-1, ...reports.map((report) => report.sentenceAccuracy));
  const isOver = (): boolean => {
    const bestAt = reports.findIndex((report) => report.sentenceAccuracy === bestAccuracy());
    return reports.length - 1 - bestAt >= Math.ceil(PATIENCE_SHARE * settings.epochs);
  };
  const afterEpoch = async (reached: TrainingState): Promise<'go on' | 'stop'> => {
    const report = reportEpoch(reached, vocabulary, settings, validation);
    if (report.sentenceAccuracy > bestAccuracy()) {
      best = { weights: reached.weights.slice(), vectors: reached.vectors.slice() };
    }
    reports.push(report);
    await onEpoch?.(report, { state: reached, best, reports });
    return isOver() ? 'stop' : 'go on';
  };
  if (!isOver()) {
    const hooks = { onEpoch: afterEpoch, ...(onStep && { onStep }) };
    await trainNetwork(training, vocabulary, settings, seed, state, numThreads, hooks);
  }
  return { state, best, reports, vocabulary };
}

/** The inputs for training a recurrent model. */
export interface RecurrentTraining extends NetworkTraining {
  /** The settings of the linear model; by default those for single sentences. */
  linearSettings?: LinearSettings;
}

/**
 * Trains a recurrent model: the network, then the linear model, then the blend of both on the validation texts.
 * @returns the arrays of the model file; the same texts, settings and seed give the same arrays
 * @throws ClassifierError with code `SETTINGS` when there are too few sentences for training or validation
 */
export async function trainRecurrent(
  training: RecurrentTraining,
  hooks: RecurrentHooks = {},
): Promise<ModelArrays> {
  const {
    texts,
    soft,
    validation,
    settings,
    linearSettings = LINEAR_DEFAULTS,
    classWeights,
    seed,
  } = training;
  countFolds(texts); // fails early, before the network's long training
  if (validation.length === 0) {
    throw new ClassifierError('SETTINGS', 'training needs validation texts of other sentences, got none');
  }
  const { best, vocabulary } = await trainBestNetwork(training, hooks);
  const quantized = quantizeNetwork(best, vocabulary, settings);
  const { arrays: linear } = await trainLinear(texts, settings.numClasses, seed, {
    settings: linearSettings,
    classWeights,
    soft,
    numThreads: training.numThreads,
    onProgress: hooks.onLinearProgress,
  });
  const blend = fitBlend({
    network: readTexts(
      quantized,
      settings,
      validation.map((text) => text.words),
    ),
    ngrams: readLinear(linear, validation, linearSettings),
    labels: validation.map((text) => text.label),
    numTokens: validation.map((text) => text.words.length),
    classWeights,
  });
  const { network, ...words } = quantized;
  return {
    ...words,
    ...toFixedPointNetwork(network, settings),
    blend: Float32Array.from(blend),
    ...addPrefix(NGRAM_PREFIX, { ...linear }),
  };
}

function reportEpoch(
  state: TrainingState,
  vocabulary: Vocabulary,
  settings: NetworkSettings,
  validation: readonly TrainingText[],
): EpochReport {
  const network = quantizeNetwork(state, vocabulary, settings);
  return { epoch: state.epoch, ...measureNetwork(network, settings, validation) };
}

/** Measures the accuracy of the network alone on texts, and on the whole sentences among them. */
export function measureNetwork(
  network: NetworkArrays,
  sizes: RecurrentSizes,
  texts: readonly TrainingText[],
): Omit<EpochReport, 'epoch'> {
  const words = texts.map((text) => text.words);
  const probabilities = readTexts(network, sizes, words);
  const isRight = texts.map(
    ({ label }, i) => probabilities[i]!.indexOf(Math.max(...probabilities[i]!)) === label,
  );
  const share = (rows: readonly number[]): number => rows.filter((i) => isRight[i]).length / rows.length;
  return { accuracy: share([...texts.keys()]), sentenceAccuracy: share(findWholeSentences(texts)) };
}

function readLinear(
  linear: LinearArrays,
  texts: readonly TrainingText[],
  settings: LinearSettings,
): Float64Array[] {
  const { toWord, predict } = createLinearModel(settings, linear);
  const predictions = predict(texts.map((text) => toTokens(text).map(toWord)));
  return predictions.map(({ probabilities }) => probabilities);
}

function toTokens({ words }: TrainingText): TokenForm[] {
  return words.map((normal) => ({ normal, isWord: true }));
}
