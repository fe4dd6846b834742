import { LIMITS } from '../contract/limits.ts';
import { problem } from '../contract/problems.ts';
import { checkText } from '../contract/read-request.ts';

/**
 * Reads the texts from a request of KServe's version 1: `{"instances": ["…"]}`.
 * @throws ProblemError if any text is not within the limits; the protocol has no errors for single texts
 */
export function readInstances(body: unknown): string[] {
  const instances =
    typeof body === 'object' && body !== null && Object.hasOwn(body, 'instances')
      ? (body as { instances: unknown }).instances
      : undefined;
  if (!Array.isArray(instances) || instances.length === 0) {
    throw problem('invalid-body', 'Expected an array of texts, such as {"instances": ["…"]}.', '/instances');
  }
  if (instances.length > LIMITS.batchTexts) {
    throw problem(
      'too-many-texts',
      `There are ${instances.length} instances; expected at most ${LIMITS.batchTexts}.`,
      '/instances',
    );
  }
  return instances.map((text: unknown, i) => checkText(text, `/instances/${i}`));
}
