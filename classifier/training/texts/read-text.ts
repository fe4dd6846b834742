/** A sentence and a model's prediction for it. */
export interface ReadSentence {
  /** The tokens' normal forms. */
  words: readonly string[];
  /** Shape [numClasses]: the class probabilities. */
  probabilities: Float64Array;
}

/** A whole text as its sentences. */
export interface ReadText {
  /** The distinct sentences, in order. */
  sentences: ReadSentence[];
  /** The labels that count as correct, 0..numClasses − 1: a single one, or all on the text's side of the scale. */
  labels: readonly number[];
}
