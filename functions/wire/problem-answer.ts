import { PROBLEMS, type ProblemError, problemDetails } from '../contract/problems.ts';
import { EVERY_ANSWER } from './answer-headers.ts';

/** Creates the response for a request refused before it reaches the app, in the format of Lambda and func. */
export function problemAnswer(refusal: ProblemError) {
  return {
    statusCode: PROBLEMS[refusal.type].status,
    headers: { ...EVERY_ANSWER, 'content-type': 'application/problem+json' },
    body: JSON.stringify(problemDetails(refusal)),
  };
}
