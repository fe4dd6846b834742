import type { Token } from './text/tokenize.ts';

/** What a model tells of one text. */
export interface Prediction {
  /** Class probabilities, shape [5], each in 0..1, sum 1; the caller's to keep. */
  probabilities: Float64Array;
  /** How many of the tokens are words (hold a letter or a digit). */
  numWords: number;
  /** How many of those words the model's vocabulary holds. */
  numKnownWords: number;
}

/** A trained model: tokens in, class probabilities out. */
export interface Model {
  readonly kind: ModelKind;
  predict(tokens: readonly Token[]): Prediction;
  /** The same for several texts at once, which may be quicker. */
  predictMany(texts: readonly (readonly Token[])[]): Prediction[];
}

/** The kinds of model there are. */
export const MODEL_KINDS = ['recurrent', 'linear'] as const;
export type ModelKind = (typeof MODEL_KINDS)[number];
