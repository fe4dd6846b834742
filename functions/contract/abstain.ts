import type {
  Classification,
  ClassifyOptions,
  DetailedClassification,
  SentenceClassification,
} from '../../classifier/src/index.ts';

/** The options of a request. */
export interface AnswerOptions extends ClassifyOptions {
  /** The least confidence for an answer with a class, 0 to 1; 0 by default. */
  minConfidence?: number | undefined;
}

/** Parses a decimal number from 0 to 1, such as a confidence; undefined if it is not one. */
export function parseShare(value: string): number | undefined {
  const share = DECIMAL.test(value) ? Number(value) : Number.NaN;
  return share >= 0 && share <= 1 ? share : undefined;
}

/** A decimal number with an optional exponent. */
const DECIMAL = /^(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d{1,3})?$/i;

/** A result whose class may be null. */
type Abstaining<Result extends Classification> = Omit<Result, 'sentiment' | 'label' | 'sentences'> & {
  sentiment: Classification['sentiment'] | null;
  label: number | null;
};

/** The result in a response, whose class and whose sentences' classes may be null. */
export interface Answer extends Abstaining<DetailedClassification> {
  sentences?: Abstaining<SentenceClassification>[];
}

/** Whether no class of a result reaches the requested confidence. */
export function isUndecided(
  { confidence }: { confidence: number },
  { minConfidence = 0 }: AnswerOptions,
): boolean {
  return confidence < minConfidence;
}

/** Sets the class of a result and of each sentence to null if it does not reach the requested confidence. */
export function abstain(result: DetailedClassification, options: AnswerOptions): Answer {
  if (options.minConfidence === undefined) return result;
  const open = <One extends Classification>(one: One) =>
    isUndecided(one, options) ? { ...one, sentiment: null, label: null } : one;
  const { sentences } = result;
  return { ...open(result), ...(sentences && { sentences: sentences.map(open) }) };
}
