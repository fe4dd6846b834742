import {
  type Classifier,
  type DetailedClassification,
  finish,
  type Steps,
} from '../../classifier/src/index.ts';
import { type AnswerOptions, isUndecided } from '../contract/abstain.ts';
import { problem } from '../contract/problems.ts';
import type { Drain } from './drain.ts';
import type { Counted, ServiceMetrics } from './metrics.ts';
import { type Recorder, sample } from './recorder.ts';
import type { TimeSlices } from './time-slices.ts';

/** The longest text that is classified synchronously, in UTF-16 code units. It takes at most a few milliseconds. */
export const SHORT_TEXT = 1000;

const ENDING = 'The server is stopping; send this text again.';

/** A classifier for routes. It counts and records results, and runs long texts in time slices. */
export interface TextClassifier {
  /**
   * Classifies one text that is within the limits, synchronously if it is short.
   * @param pointer JSON Pointer to the text in the request; `/mytext` by default
   * @throws ProblemError, or rejects with it, when the server is shutting down
   */
  classify(
    text: string,
    options: AnswerOptions,
    pointer?: string,
  ): DetailedClassification | Promise<DetailedClassification>;
  /** Classifies one text in steps, as part of a longer job. */
  classifyInSteps(text: string, options: AnswerOptions, pointer?: string): Steps<DetailedClassification>;
}

/** Classifies a text in steps. @throws ProblemError when the server is shutting down */
export type ClassifyInSteps = TextClassifier['classifyInSteps'];

/** Extracts the values that the metrics count for a classified text. */
export function countedOf(text: string, result: DetailedClassification, options: AnswerOptions): Counted {
  const { sentiment, model, valence, coverage } = result;
  return {
    length: text.length,
    isUndecided: isUndecided(result, options),
    sentiment,
    model,
    coverage,
    ...(valence !== undefined && { valence }),
  };
}

/**
 * Wraps a classifier for the routes.
 * @param recorder receives a sample of the texts and results
 */
export function createTextClassifier(
  classifier: Classifier,
  timeSlices: TimeSlices,
  metrics: ServiceMetrics,
  drain: Drain,
  recorder?: Recorder,
): TextClassifier {
  function* classifyInSteps(
    text: string,
    options: AnswerOptions,
    pointer = '/mytext',
  ): Steps<DetailedClassification> {
    if (drain.ending.aborted) throw problem('unavailable', ENDING, pointer);
    const result = yield* classifier.classifyInSteps(text, options);
    metrics.countClassification(countedOf(text, result, options));
    const recorded = recorder && sample(recorder.share, text, result, options);
    if (recorded) recorder.record(recorded);
    return result;
  }
  return {
    classifyInSteps,
    classify(text, options, pointer) {
      const steps = classifyInSteps(text, options, pointer);
      return text.length <= SHORT_TEXT && !options.explain ? finish(steps) : timeSlices.run(steps);
    },
  };
}
