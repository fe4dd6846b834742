import {
  ClassifierError,
  type DetailedClassification,
  type Steps,
  type StepwiseClassifier,
} from '../../classifier/src/index.ts';
import { type AnswerOptions, isUndecided } from '../contract/abstain.ts';
import { problem } from '../contract/problems.ts';
import type { Drain } from './drain.ts';
import type { Counted, ServiceMetrics } from './metrics.ts';
import { type Recorder, sample } from './recorder.ts';
import type { TimeSlices } from './time-slices.ts';

/** The longest text that is classified without time slices, in UTF-16 code units. It takes at most a few milliseconds. */
export const SHORT_TEXT = 1000;

const ENDING = 'The server is stopping; send this text again.';
const FAILED = 'The server failed on this text; see the log of the server.';

/** A classifier for routes. It counts and records results, and runs long texts in time slices. */
export interface TextClassifier {
  /** How many texts of a request to begin at a time, so that a classifier that answers later is never idle. */
  readonly numAhead: number;
  /**
   * Classifies one text that is within the limits, synchronously if it is short and the classifier answers at once.
   * @param pointer JSON Pointer to the text in the request; `/mytext` by default
   * @param isWanted whether the client is still there; a long text is given up when it is not
   * @throws ProblemError, or rejects with it, when the server is shutting down
   */
  classify(
    text: string,
    options: AnswerOptions,
    pointer?: string,
    isWanted?: () => boolean,
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

/** The options of `createTextClassifier`. */
interface TextClassifierOptions {
  classifier: Pick<StepwiseClassifier, 'classifyInSteps'>;
  timeSlices: TimeSlices;
  metrics: ServiceMetrics;
  drain: Drain;
  /** Receives a sample of the texts and results. */
  recorder?: Recorder | undefined;
  /** As in `TextClassifier`; 1 by default. */
  numAhead?: number;
  /**
   * Called with an error of the classifier, after which the text alone gets the problem `internal-error`. By default the
   * error is thrown.
   */
  reportFailure?: ((error: unknown) => void) | undefined;
}

/** Wraps a classifier for the routes. */
export function createTextClassifier({
  classifier,
  timeSlices,
  metrics,
  drain,
  recorder,
  numAhead = 1,
  reportFailure,
}: TextClassifierOptions): TextClassifier {
  function toProblem(error: unknown, pointer: string): unknown {
    if (error instanceof ClassifierError && error.code === 'TEXT_TOO_LONG') {
      return problem('text-too-long', `The ${error.message}.`, pointer);
    }
    if (!reportFailure) return error;
    reportFailure(error);
    return problem('internal-error', FAILED, pointer);
  }
  function* classifyInSteps(
    text: string,
    options: AnswerOptions,
    pointer = '/mytext',
  ): Steps<DetailedClassification> {
    const steps = classifier.classifyInSteps(text, options);
    let result: DetailedClassification | undefined;
    while (!result) {
      if (drain.ending.aborted) throw problem('unavailable', ENDING, pointer);
      try {
        const step = steps.next();
        if (step.done) result = step.value;
        else yield step.value;
      } catch (error) {
        throw toProblem(error, pointer);
      }
    }
    metrics.countClassification(countedOf(text, result, options));
    const recorded = recorder && sample(recorder.share, text, result, options);
    if (recorded) recorder.record(recorded);
    return result;
  }
  return {
    numAhead,
    classifyInSteps,
    classify(text, options, pointer, isWanted) {
      const steps = classifyInSteps(text, options, pointer);
      return text.length <= SHORT_TEXT && !options.explain
        ? runAtOnce(steps)
        : timeSlices.run(steps, isWanted);
    },
  };
}

/** Runs steps without time slices: synchronously, unless they wait for a promise. */
function runAtOnce<Result>(steps: Steps<Result>): Result | Promise<Result> {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    if (step.value) return step.value.then(() => runAtOnce(steps));
  }
}
