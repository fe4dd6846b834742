/** How the sentences of a text make up what it says, learned from whole texts; see `combineOpinions`. */
export interface TextSettings {
  /** What a sentence counts more by, the farther it is from the middle of the scale (0..1). */
  strength: number;
  /** What it counts more by, the less sure it is: by the entropy of its class probabilities, in nats. */
  uncertainty: number;
  /** What the first and the last sentence count more by. */
  first: number;
  last: number;
  /** How much surer many sentences make: the power of their number. */
  exponent: number;
  /** What long texts are more often, by class: added to the logits, half of it at ten sentences. Shape [numClasses]. */
  bias: readonly number[];
  /** The longest n-gram of words that has a polarity, in words; left out where none has one. */
  polarityNgrams?: number;
}
