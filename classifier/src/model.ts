/** What of a token does not depend on its place. */
export interface TokenForm {
  /** What models see: lower case, no accents, `n't` as `not`, one spelling for quotes and dashes. */
  normal: string;
  /** Whether it holds a letter or a digit. */
  isWord: boolean;
}

/** What a model tells of one text. */
export interface Prediction {
  /** Class probabilities, shape [numClasses], each in 0..1, sum 1; the caller's to keep. */
  probabilities: Float64Array;
  /** How many of the tokens are words (hold a letter or a digit). */
  numWords: number;
  /** How many of those words the model's vocabulary holds. */
  numKnownWords: number;
}

/** A trained model: texts by their words in, class probabilities out. */
export interface Model<Word extends TokenForm = TokenForm> {
  /** What the model knows of a token's form. It takes long beside `predict`, and is the same for all tokens alike. */
  toWord(form: TokenForm): Word;
  /** The most tokens that it reads at once; of a longer text it reads parts. */
  readonly maxTokens: number;
  /** Several texts at once may be quicker than one by one. */
  predict(texts: readonly (readonly Word[])[]): Prediction[];
  /** Whether the vocabulary holds a word, by its normal form. */
  isKnown(normal: string): boolean;
}

/** The kinds of model there are. */
export const MODEL_KINDS = ['recurrent', 'linear'] as const;
/** The kind of a model. */
export type ModelKind = (typeof MODEL_KINDS)[number];
