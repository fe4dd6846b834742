import type { DetailedClassification } from '../../classifier/src/index.ts';
import { type Answer, type AnswerOptions, abstain } from '../contract/abstain.ts';

/** A text with what was answered of it as a whole. */
export interface RecordedAnswer {
  mytext: string;
  answer: Answer;
}

/** How many texts were sent, found no room while others waited, and were not taken. */
export type RecordCounts = Record<'sent' | 'full' | 'failed', number>;

/** Hands texts and their answers on to whoever keeps them. Nothing waits for it. */
export interface Recorder {
  /** The share of texts that are recorded, 0 to 1. */
  readonly share: number;
  /** Takes a text and its answer, or drops them where too much waits. */
  record(recorded: RecordedAnswer): void;
  counts(): RecordCounts;
  /** Sends what waits. Does not fail: a sink that takes nothing must not keep the process from ending. */
  flush(): Promise<void>;
}

/**
 * A text with its answer where it falls into the random sample, without explanation and sentences.
 * @param share the share of texts in the sample, 0 to 1
 */
export function sample(
  share: number,
  mytext: string,
  result: DetailedClassification,
  options: AnswerOptions,
): RecordedAnswer | undefined {
  if (Math.random() >= share) return undefined;
  const { explanation, explanationOmitted, sentenceWeights, sentences, ...answer } = abstain(result, options);
  return { mytext, answer };
}
