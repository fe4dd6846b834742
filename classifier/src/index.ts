export type {
  Classification,
  Classified,
  ClassifyOptions,
  DetailedClassification,
  Explanation,
  SentenceClassification,
} from './classification.ts';
export { type Classifier, loadClassifier } from './classifier.ts';
export { ClassifierError, type ErrorCode, ModelFormatError } from './errors.ts';
export type { SentenceWeight, TokenWeight } from './explain.ts';
export { EXPLANATION_LIMITS } from './explanation-limits.ts';
export { LABEL_LIMITS, type LabelSet, SENTIMENT_SCALE, toAttribute } from './label-set.ts';
export { MODEL_KINDS, type ModelKind, SMALL_KINDS, type SmallKind } from './model.ts';
export {
  type BaseModel,
  type DataFile,
  labelsOf,
  type MeasuredAccuracy,
  type ModelHeader,
  type Provenance,
  type SmallModelHeader,
  type SoftDataFile,
  type TrainingProvenance,
} from './model-header.ts';
export { type Engine, type OpenClassifier, openClassifier } from './open-classifier.ts';
export { SENTIMENTS } from './sentiments.ts';
export { finish, finishAsync, type Steps } from './steps.ts';
export type { StepwiseClassifier } from './stepwise-classifier.ts';
export { isBlank, VISIBLE_CHARACTER } from './text/characters.ts';
export type { Span } from './text/sentences.ts';
export type { TextSettings } from './text/text-settings.ts';
export { type Token, tokenize } from './text/tokenize.ts';
export type { CreateSession, EncoderSession } from './transformer/session.ts';
