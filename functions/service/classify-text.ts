import {
  type Classifier,
  ClassifierError,
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

/** The longest text, in UTF-16 code units, that is classified at once: it takes a few milliseconds at most. */
export const SHORT_TEXT = 1000;

const ENDING = 'The server is stopping; send this text again.';

/** Classification as the routes need it: results are counted and recorded, and long texts leave time for other requests. */
export interface TextClassifier {
  /**
   * The result for one text that is within the limits, synchronously for a short one.
   * @param pointer JSON Pointer to the text in the request; `/mytext` where none is given
   * @throws ProblemError, or rejects with it, for one with too many tokens to explain
   */
  classify(
    text: string,
    options: AnswerOptions,
    pointer?: string,
  ): DetailedClassification | Promise<DetailedClassification>;
  /**
   * Checks, in steps, that a text can be explained.
   * @throws ProblemError, at some step, when it has too many tokens
   */
  checkExplainable(text: string, pointer?: string): Steps<void>;
  /** The same as part of a longer job. */
  classifyInSteps(text: string, options: AnswerOptions, pointer?: string): Steps<DetailedClassification>;
}

/** Classifies a text that is within the limits, in steps, or refuses it. */
export type ClassifyInSteps = TextClassifier['classifyInSteps'];

/**
 * The result for a text that is within the limits.
 * @throws ProblemError, at some step, for one with too many tokens to explain
 */
export function classifyOrRefuse(
  classifier: Classifier,
  text: string,
  options: AnswerOptions,
  pointer = '/mytext',
): Steps<DetailedClassification> {
  return orProblem(() => classifier.classifyInSteps(text, options), pointer);
}

function* orProblem<Result>(steps: () => Steps<Result>, pointer: string): Steps<Result> {
  try {
    return yield* steps();
  } catch (error) {
    if (!(error instanceof ClassifierError) || error.code !== 'TOO_MANY_TOKENS') throw error;
    throw problem('too-many-tokens', `The ${error.message}.`, pointer);
  }
}

/** What the metrics count of a classified text. */
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
 * @param recorder what a sample of the texts and results is handed to
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
    const result = yield* classifyOrRefuse(classifier, text, options, pointer);
    metrics.countClassification(countedOf(text, result, options));
    const recorded = recorder && sample(recorder.share, text, result, options);
    if (recorded) recorder.record(recorded);
    return result;
  }
  return {
    checkExplainable: (text, pointer = '/mytext') =>
      orProblem(() => classifier.checkExplainable(text), pointer),
    classifyInSteps,
    classify(text, options, pointer) {
      const steps = classifyInSteps(text, options, pointer);
      return text.length <= SHORT_TEXT && !options.explain ? finish(steps) : timeSlices.run(steps);
    },
  };
}
