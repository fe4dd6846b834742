import type { DetailedClassification } from '../../classifier/src/index.ts';
import { type Answer, type AnswerOptions, abstain } from '../contract/abstain.ts';

/** A text and its answer, without explanation and sentences. */
export interface RecordedAnswer {
  mytext: string;
  answer: Answer;
}

/** The number of texts that were sent, dropped because the queue was full, and not delivered. */
export type RecordCounts = Record<'sent' | 'full' | 'failed', number>;

/** Sends texts and their answers to a sink in the background. */
export interface Recorder {
  /** The share of texts that are recorded, 0 to 1. */
  readonly share: number;
  /** Queues a text and its answer, or drops them if the queue is full. */
  record(recorded: RecordedAnswer): void;
  /** Returns the outcomes so far. */
  counts(): RecordCounts;
  /** Sends the queue. It never rejects, since an unavailable sink must not keep the process from exiting. */
  flush(): Promise<void>;
}

/**
 * Decides at random whether a text is recorded.
 * @param share the share of texts to record, 0 to 1
 * @returns the text and its answer, or undefined if it is not in the sample
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
