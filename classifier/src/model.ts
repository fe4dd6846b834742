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

/** What a model sees of a token. */
export type TokenForm = Pick<Token, 'normal' | 'isWord'>;

/** A trained model: texts by their tokens in, class probabilities out. */
export interface Model {
  /** Several texts at once may be quicker than one by one. */
  predict(texts: readonly (readonly TokenForm[])[]): Prediction[];
  /** Whether the vocabulary holds a word, by its normal form. */
  isKnown(word: string): boolean;
}

/** The kinds of model there are. */
export const MODEL_KINDS = ['recurrent', 'linear'] as const;
/** The kind of a model. */
export type ModelKind = (typeof MODEL_KINDS)[number];
