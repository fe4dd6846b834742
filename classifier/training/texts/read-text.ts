/** A sentence by what a model says of it. */
export interface ReadSentence {
  /** The tokens' normal forms. */
  words: readonly string[];
  /** The class probabilities. */
  probabilities: Float64Array;
}

/** A whole text by its sentences. */
export interface ReadText {
  /** In order, each sentence once. */
  sentences: ReadSentence[];
  /** The labels that the text may have, 0..numClasses − 1: one, or those of its side. */
  labels: readonly number[];
}
