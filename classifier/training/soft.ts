/** A text prepared for training, with a teacher's class probabilities in place of a label. */
export interface SoftTrainingText {
  /** The tokens' normal forms. */
  words: string[];
  /** If `words` are misspelled, the tokens of the original text. */
  original?: string[];
  /** Shape [numClasses], each in 0..1, sum 1. */
  probabilities: readonly number[];
}

/**
 * Soft texts: those from which a model learns the class probabilities of a teacher (Hinton, Vinyals and Dean 2015,
 * "Distilling the Knowledge in a Neural Network", at temperature 1).
 */
export interface SoftTraining {
  texts: readonly SoftTrainingText[];
  /** The weight of a soft text relative to a labelled one, above 0. */
  weight: number;
  /** The least number of soft texts in which a word or an n-gram that is in no labelled text must occur to be learned. */
  minTexts: number;
}

/** The default settings of soft texts. */
export const SOFT_DEFAULTS = { weight: 1, minTexts: 5 } satisfies Omit<SoftTraining, 'texts'>;

/**
 * The weight of each soft text in the loss:  weight · Σ_k q_k · w_k, with the teacher's probabilities q and the weights w
 * of the classes.
 * @param classWeights shape [numClasses]: the weight of a text of each class; 1 by default
 * @returns shape [numTexts]
 */
export function weighSoftTexts(
  { texts, weight }: Pick<SoftTraining, 'texts' | 'weight'>,
  classWeights?: readonly number[],
): Float64Array {
  if (classWeights === undefined) return new Float64Array(texts.length).fill(weight);
  return Float64Array.from(
    texts,
    ({ probabilities }) => weight * probabilities.reduce((sum, q, k) => sum + q * classWeights[k]!, 0),
  );
}

/**
 * Counts the soft texts in which each word occurs.
 * @returns the words that occur in at least `minTexts`, the most frequent first, of equal ones the first to appear
 */
export function findFrequentWords({ texts, minTexts }: Omit<SoftTraining, 'weight'>): string[] {
  const counts = new Map<string, number>();
  for (const { words, original = words } of texts) {
    for (const word of new Set(original)) counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return [...counts]
    .filter(([, count]) => count >= minTexts)
    .sort(([, a], [, b]) => b - a)
    .map(([word]) => word);
}
