import { PROBLEMS, type ProblemError, problemDetails } from '../contract/problems.ts';
import { EVERY_ANSWER } from './answer-headers.ts';

/** The answer to a request that is refused before it reaches the app, in the shape that Lambda and func share. */
export function problemAnswer(refusal: ProblemError) {
  return {
    statusCode: PROBLEMS[refusal.type].status,
    headers: { ...EVERY_ANSWER, 'content-type': 'application/problem+json' },
    body: JSON.stringify(problemDetails(refusal)),
  };
}
