import { workerData } from 'node:worker_threads';
import { finish, loadClassifier } from '../../classifier/src/index.ts';
import type { AnswerOptions } from '../contract/abstain.ts';
import { answerLine, answerText } from '../service/answers.ts';
import { type ClassifyInSteps, countedOf } from '../service/classify-text.ts';
import type { Counted } from '../service/metrics.ts';
import { type PackedLines, unpackLines } from '../service/parts.ts';
import { type RecordedAnswer, sample } from '../service/recorder.ts';
import { answerTasks } from './answer-tasks.ts';

/** The `workerData` of a thread. */
export interface ThreadData {
  /** The bytes of the model file, in memory that all threads share. */
  model: Uint8Array<SharedArrayBuffer>;
}

/** Consecutive texts of a batch, or lines of a stream. `first` is the index of the first one, from 0. */
export type TextsOrLines = { first: number; options: AnswerOptions } & (
  | { lines: PackedLines }
  | { texts: readonly unknown[] }
);

/** A part to answer, and the share of its texts to record, 0 to 1. */
export type PartTask = TextsOrLines & { recordShare: number };

/** The answer to a part. */
export interface PartAnswer {
  /** A piece of the response body, in UTF-8. */
  json: Uint8Array<ArrayBuffer>;
  /** The values that the metrics count, one for each classified text. */
  counted: Counted[];
  /** The texts to record, with their answers. */
  recorded: RecordedAnswer[];
}

/** Runs a worker thread: it answers parts of batches and streams exactly as the main thread would. */
export function answerParts(): void {
  const classifier = loadClassifier((workerData as ThreadData).model);
  const encoder = new TextEncoder();
  answerTasks((task: PartTask): { result: PartAnswer; transfer: ArrayBuffer[] } => {
    const counted: Counted[] = [];
    const recorded: RecordedAnswer[] = [];
    function* classify(...[text, options]: Parameters<ClassifyInSteps>) {
      const result = yield* classifier.classifyInSteps(text, options);
      counted.push(countedOf(text, result, options));
      const sampled = sample(task.recordShare, text, result, options);
      if (sampled) recorded.push(sampled);
      return result;
    }
    const json = encoder.encode([...answer(task, classify)].join(''));
    return { result: { json, counted, recorded }, transfer: [json.buffer] };
  });
}

function* answer(task: TextsOrLines, classify: ClassifyInSteps): Generator<string> {
  const { first, options } = task;
  if ('lines' in task) {
    for (const [i, line] of unpackLines(task.lines).entries()) {
      yield finish(answerLine(classify, line, first + i + 1, options));
    }
  } else {
    for (const [i, text] of task.texts.entries())
      yield finish(answerText(classify, text, first + i, options));
  }
}
