/** The learned settings for combining the sentences of a text; see `combineOpinions`. */
export interface TextSettings {
  /** The score of a sentence per distance from the middle of the scale (0..1). */
  strength: number;
  /** The score of a sentence per entropy of its class probabilities, in nats. */
  uncertainty: number;
  /** The scores added to the first and the last sentence. */
  first: number;
  last: number;
  /** The exponent of the number of sentences: how much confidence grows with it. */
  exponent: number;
  /** Shape [numClasses]: added to the logits of long texts; half of it at ten sentences. */
  bias: readonly number[];
  /** The length of the longest word n-gram that has a polarity; absent if none has one. */
  polarityNgrams?: number;
}
