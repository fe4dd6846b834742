export { type Classification, type Classifier, loadClassifier } from './classifier.ts';
export { ClassifierError, type ErrorCode, ModelFormatError } from './errors.ts';
export { MODEL_KINDS, type ModelKind } from './model.ts';
export type { MeasuredAccuracy, ModelHeader, Provenance } from './model-file.ts';
export { NUM_CLASSES, SENTIMENTS, type Sentiment } from './sentiments.ts';
export { type Token, tokenize } from './tokenize.ts';
