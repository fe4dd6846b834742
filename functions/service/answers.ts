import type { Steps } from '../../classifier/src/index.ts';
import { type Answer, type AnswerOptions, abstain } from '../contract/abstain.ts';
import { LIMITS } from '../contract/limits.ts';
import { type ProblemDetails, ProblemError, problem, problemDetails } from '../contract/problems.ts';
import { checkText, readId, readText } from '../contract/read-request.ts';
import { parseJson } from '../wire/decode-body.ts';
import type { Line, LineFault } from '../wire/read-lines.ts';
import type { ClassifyInSteps } from './classify-text.ts';

/** The error in place of a result, for an invalid text in a batch. */
interface Fault {
  error: ProblemDetails;
}

const WHY_NO_LINE: Record<LineFault, string> = {
  'line-too-long': `is too long; expected at most ${LIMITS.lineBytes} bytes.`,
  overloaded: 'is too long for the memory that is free now; send it again later.',
};

/**
 * Answers a line of a stream. The answer ends with a line feed, and is empty for a blank line. An error has the line's
 * `id` too.
 * @param line the bytes, or why they were not kept
 * @param number the line number, from 1
 */
export function* answerLine(
  classify: ClassifyInSteps,
  line: Line,
  number: number,
  options: AnswerOptions,
): Steps<string> {
  if (typeof line !== 'string' && isBlankLine(line)) return '';
  const place = `Line ${number}`;
  let id: ReturnType<typeof readId>;
  const result = yield* orFault(function* (): Steps<Answer> {
    if (typeof line === 'string') throw problem(line, `${place} ${WHY_NO_LINE[line]}`);
    const value = parseJson(line, place);
    id = readId(value);
    return abstain(yield* classify(readText(value, place), options), options);
  });
  if ('error' in result) result.error.line = number;
  return `${JSON.stringify(id === undefined ? result : { id, ...result })}\n`;
}

/**
 * Answers a text of a batch, as the next piece of the response body. The last piece is `BATCH_END`.
 * @param text a value of any type
 * @param index the index of the text in the batch, from 0
 */
export function* answerText(
  classify: ClassifyInSteps,
  text: unknown,
  index: number,
  options: AnswerOptions,
): Steps<string> {
  const pointer = `/mytexts/${index}`;
  const result = yield* orFault(function* (): Steps<Answer> {
    return abstain(yield* classify(checkText(text, pointer), options, pointer), options);
  });
  return `${index === 0 ? '{"results":[' : ','}${JSON.stringify(result)}`;
}

/** The end of the response body for a batch. */
export const BATCH_END = ']}';

/** Runs steps, and turns a `ProblemError` into the error of that text alone. */
export function* orFault<Result>(steps: () => Steps<Result>): Steps<Result | Fault> {
  try {
    return yield* steps();
  } catch (error) {
    if (error instanceof ProblemError) return { error: problemDetails(error) };
    throw error;
  }
}

function isBlankLine(line: Uint8Array): boolean {
  return line.every((byte) => byte === 0x20 || byte === 0x09 || byte === 0x0d);
}
