import type { Steps } from './steps.ts';

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

/** What all models know of words. */
interface Vocabulary<Word extends TokenForm> {
  /**
   * Looks up a token's form in the model. This is slow compared to a prediction, so callers keep the result for equal
   * tokens.
   */
  toWord(form: TokenForm): Word;
  /** The most tokens read at once; a longer text is read in parts. */
  readonly maxTokens: number;
  /** Whether a word is in the vocabulary, by its normal form. */
  isKnown(normal: string): boolean;
}

/** A trained model, which maps the words of texts to class probabilities. */
export interface Model<Word extends TokenForm = TokenForm> extends Vocabulary<Word> {
  /** Predicts several texts at once, which may be faster than one by one. */
  predict(texts: readonly (readonly Word[])[]): Prediction[];
}

/** A text, or a part of it, as models read it. */
export interface Passage<Word> {
  words: readonly Word[];
  /** Returns the passage in normalized spelling, with case, punctuation and single spaces. */
  spelled(): string;
}

/** How much a slow model reads for a text. */
export interface ReadingLimits {
  /** The most pieces that it reads to classify a text, and to explain it. */
  readonly textPieces: number;
  readonly explanationPieces: number;
  /** Counts the pieces of passages that are read one by one; a short passage counts more than it has. */
  countPieces(passages: readonly Passage<TokenForm>[]): Steps<number>;
}

/** A model of any kind, which reads passages. */
export interface PassageModel<Word extends TokenForm = TokenForm> extends Vocabulary<Word> {
  /** Predicts several passages, at once or in steps, which may be faster than one by one. */
  predict(passages: readonly Passage<Word>[]): Prediction[] | Steps<Prediction[]>;
  /** Absent if it reads texts of any length, and the numbers of tokens alone limit explanations. */
  readonly readingLimits?: ReadingLimits;
}

/** Makes a model of words read passages. */
export function readWords<Word extends TokenForm>(model: Model<Word>): PassageModel<Word> {
  return { ...model, predict: (passages) => model.predict(passages.map(({ words }) => words)) };
}

/** The kinds that `loadClassifier` loads, and that are trained here. */
export const SMALL_KINDS = ['recurrent', 'linear'] as const;
/** One of the kinds that `loadClassifier` loads. */
export type SmallKind = (typeof SMALL_KINDS)[number];
/** All kinds of models. */
export const MODEL_KINDS = [...SMALL_KINDS, 'transformer'] as const;
/** One kind of model. */
export type ModelKind = (typeof MODEL_KINDS)[number];
