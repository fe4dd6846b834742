import { workerData } from 'node:worker_threads';
import { finish, loadClassifier } from '../../classifier/src/index.ts';
import type { AnswerOptions } from '../contract/abstain.ts';
import { answerLine, answerText } from '../service/answers.ts';
import { type ClassifyInSteps, countedOf } from '../service/classify-text.ts';
import type { Counted } from '../service/metrics.ts';
import { type PackedLines, unpackLines } from '../service/parts.ts';
import { type RecordedAnswer, sample } from '../service/recorder.ts';
import { answerTasks } from './answer-tasks.ts';

/** What a thread starts with. */
export interface ThreadData {
  /** The bytes of the model file, on memory that all threads share. */
  model: Uint8Array<SharedArrayBuffer>;
}

/** Some texts of a batch, or lines of a stream, with the place of the first one, from 0. */
export type TextsOrLines = { first: number; options: AnswerOptions } & (
  | { lines: PackedLines }
  | { texts: readonly unknown[] }
);

/** A part, and the share of its texts that are recorded, 0 to 1. */
export type PartTask = TextsOrLines & { recordShare: number };

/** The answer to a part. */
export interface PartAnswer {
  /** A piece of the whole answer, in UTF-8. */
  json: Uint8Array<ArrayBuffer>;
  /** What the metrics count. */
  counted: Counted[];
  /** The texts in the sample, with their answers. */
  recorded: RecordedAnswer[];
}

/** What a thread of the service does: it answers parts of batches and streams, as the main thread would. */
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
