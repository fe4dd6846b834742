import type {
  Classification,
  ClassifyOptions,
  DetailedClassification,
  SentenceClassification,
} from '../../classifier/src/index.ts';

/** What a request asks for beside the classification. */
export interface AnswerOptions extends ClassifyOptions {
  /** The confidence from which a class is told, 0 to 1; always where it is left out. */
  minConfidence?: number | undefined;
}

/** A number from 0 to 1, such as a confidence, as it is written; undefined for what is none. */
export function parseShare(value: string): number | undefined {
  const share = DECIMAL.test(value) ? Number(value) : Number.NaN;
  return share >= 0 && share <= 1 ? share : undefined;
}

/** A number in decimal, with an exponent where a program writes one. */
const DECIMAL = /^(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d{1,3})?$/i;

/** A result that may leave the class open. */
type Abstaining<Result extends Classification> = Omit<Result, 'sentiment' | 'label' | 'sentences'> & {
  sentiment: Classification['sentiment'] | null;
  label: number | null;
};

/** The result that is answered, and those of its sentences. */
export interface Answer extends Abstaining<DetailedClassification> {
  sentences?: Abstaining<SentenceClassification>[];
}

/** Whether no class of a result reaches the confidence that is asked for. */
export function isUndecided(
  { confidence }: { confidence: number },
  { minConfidence = 0 }: AnswerOptions,
): boolean {
  return confidence < minConfidence;
}

/** The result to answer: without a class where none reaches the confidence that is asked for; so its sentences. */
export function abstain(result: DetailedClassification, options: AnswerOptions): Answer {
  if (options.minConfidence === undefined) return result;
  const open = <One extends Classification>(one: One) =>
    isUndecided(one, options) ? { ...one, sentiment: null, label: null } : one;
  const { sentences } = result;
  return { ...open(result), ...(sentences && { sentences: sentences.map(open) }) };
}
