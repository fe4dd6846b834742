/** The properties of a token that do not depend on its position. */
export interface TokenForm {
  /** The form that models see: lower case, no accents, `n't` as `not`, one spelling for quotes and dashes. */
  normal: string;
  /** Whether it holds a letter or a digit. */
  isWord: boolean;
}

/** A model's output for one text. */
export interface Prediction {
  /** Class probabilities, shape [numClasses], each in 0..1, sum 1; the caller owns the array. */
  probabilities: Float64Array;
  /** The number of tokens that are words (that hold a letter or a digit). */
  numWords: number;
  /** The number of those words that are in the model's vocabulary. */
  numKnownWords: number;
}

/** A trained model, which maps the words of texts to class probabilities. */
export interface Model<Word extends TokenForm = TokenForm> {
  /**
   * Looks up a token's form in the model. This is slow compared to `predict`, so callers keep the result for equal
   * tokens.
   */
  toWord(form: TokenForm): Word;
  /** The most tokens read at once; a longer text is read in parts. */
  readonly maxTokens: number;
  /** Predicts several texts at once, which may be faster than one by one. */
  predict(texts: readonly (readonly Word[])[]): Prediction[];
  /** Whether a word is in the vocabulary, by its normal form. */
  isKnown(normal: string): boolean;
}

/** All kinds of models. */
export const MODEL_KINDS = ['recurrent', 'linear'] as const;
/** One kind of model. */
export type ModelKind = (typeof MODEL_KINDS)[number];
