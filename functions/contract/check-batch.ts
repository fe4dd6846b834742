import type { AnswerOptions } from './abstain.ts';
import type { Limits } from './limits.ts';
import { type ProblemError, problem } from './problems.ts';

/**
 * Checks that the texts of a request, together, are within the limits of the kind of model. Those of every kind are
 * checked before.
 * @param pointer JSON Pointer to the texts in the request
 * @throws ProblemError if they are not
 */
export function checkBatch(
  texts: readonly unknown[],
  { explain, sentences }: AnswerOptions,
  { batchTexts, batchCharacters = Number.POSITIVE_INFINITY, batchDetailedTexts = batchTexts }: Limits,
  pointer?: string,
): void {
  const refuse = (found: string, expected: string): ProblemError =>
    problem(
      'too-many-texts',
      `The request has ${found}; expected at most ${expected} for this model. Send them in several requests.`,
      pointer,
    );
  if (texts.length > batchTexts) throw refuse(`${texts.length} texts`, `${batchTexts}`);
  if ((explain || sentences) && texts.length > batchDetailedTexts) {
    throw refuse(`${texts.length} texts with explain or sentences`, `${batchDetailedTexts}`);
  }
  const numCharacters = texts.reduce<number>(
    (sum, text) => sum + (typeof text === 'string' ? text.length : 0),
    0,
  );
  if (numCharacters > batchCharacters) {
    throw refuse(`texts of ${numCharacters} characters in all`, `${batchCharacters}`);
  }
}
