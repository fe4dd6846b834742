/*
 * The entry point to training for the programs in scripts/. It may use Node.js and is not part of the published
 * package. The errors are those that training throws.
 */
export { ClassifierError, DatasetError, MissingColumnError } from '../src/errors.ts';
export { balanceClasses } from './class-weights.ts';
export {
  type FoundText,
  LABEL_COLUMNS,
  type LabelledText,
  type LabelOptions,
  readFoundTexts,
  readTextRecords,
  readTexts,
  type Side,
  type SidedText,
  TEXT_COLUMNS,
  type TextRecord,
} from './data/dataset.ts';
export { createNewTextTest } from './data/known-texts.ts';
export { parseLabelChoice } from './data/label-choice.ts';
export { type FoundLabel, keyOf, readStarsOf } from './data/label-conventions.ts';
export {
  describeMapping,
  type KnownLabels,
  type Labelling,
  LabelQuestion,
  matchLabels,
  understandLabels,
} from './data/labels.ts';
export { readLines, type Source } from './data/lines.ts';
export { type Merging, mergeOutcome, parseMerging } from './data/merge-labels.ts';
export { MISSPELLED_SHARE, misspell } from './data/misspell.ts';
export { countNearDuplicates, groupNearDuplicates } from './data/near-duplicates.ts';
export { type Format, findFormat, readRecords, requireFormat } from './data/records.ts';
export { readSoftTexts, type SoftText } from './data/soft-texts.ts';
export { assignFolds, partition } from './data/split.ts';
export { findWholeSentences } from './data/whole-sentences.ts';
export type { TrainingText } from './linear/features.ts';
export { predictSoftmax, trainSoftmaxRegression } from './linear/softmax-regression.ts';
export { findStrongestNgrams, type StrongestNgrams, type StrongNgram } from './linear/strongest-ngrams.ts';
export {
  LINEAR_DEFAULTS,
  LINEAR_TEXT_DEFAULTS,
  type LinearSettings,
  trainLinear,
} from './linear/train-linear.ts';
export type { KeptMachines } from './linear/train-machines.ts';
export { computeMetrics, type Metrics, type Outcome } from './metrics.ts';
export { createRandom, type Random, shuffle } from './optimizers/random.ts';
export { quantizeNetwork } from './recurrent/quantize.ts';
export {
  type NetworkSettings,
  RECURRENT_DEFAULTS,
  type RecurrentSettings,
  settingsFor,
} from './recurrent/settings.ts';
export {
  type EpochReport,
  measureNetwork,
  type RecurrentCheckpoint,
  type RecurrentHooks,
  trainBestNetwork,
  trainRecurrent,
} from './recurrent/train-recurrent.ts';
export type { PretrainedVectors } from './recurrent/vocabulary.ts';
export { runTrainingThread } from './run-training-thread.ts';
export { ARCHITECTURES, SKIP_GRAM_DEFAULTS, type SkipGramSettings } from './skip-gram/settings.ts';
export { trainSkipGram } from './skip-gram/train-skip-gram.ts';
export { SOFT_DEFAULTS, type SoftTraining } from './soft.ts';
export { type FittedTexts, fitTexts } from './texts/fit-texts.ts';
export type { ReadText } from './texts/read-text.ts';
export { fitTemperature, type LogitTexts } from './transformer/fit-temperature.ts';
