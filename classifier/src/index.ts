export {
  type Classification,
  type Classified,
  type Classifier,
  type ClassifyOptions,
  type DetailedClassification,
  type Explanation,
  loadClassifier,
  type SentenceClassification,
} from './classifier.ts';
export { ClassifierError, type ErrorCode, ModelFormatError } from './errors.ts';
export { EXPLANATION_LIMITS, type SentenceWeight, type TokenWeight } from './explain.ts';
export { LABEL_LIMITS, type LabelSet, SENTIMENT_SCALE, toAttribute } from './label-set.ts';
export { MODEL_KINDS, type ModelKind } from './model.ts';
export type { DataFile, MeasuredAccuracy, ModelHeader, Provenance } from './model-file.ts';
export { labelsOf } from './model-header.ts';
export { SENTIMENTS } from './sentiments.ts';
export { finish, type Steps } from './steps.ts';
export { isBlank, VISIBLE_CHARACTER } from './text/characters.ts';
export type { Span } from './text/sentences.ts';
export type { TextSettings } from './text/text-settings.ts';
export { type Token, tokenize } from './text/tokenize.ts';
