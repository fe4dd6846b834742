import { fileURLToPath } from 'node:url';
import { awsLambdaFastify } from '@fastify/aws-lambda';
import type { Context } from 'aws-lambda';
import { buildService } from '../app.ts';
import { problem } from '../contract/problems.ts';
import { readSettings } from '../process/settings.ts';
import { problemAnswer } from '../wire/problem-answer.ts';
import { createInvocations } from './invocations.ts';
import { type HttpEvent, isRequest, type LatticeEvent, readRequest } from './read-request.ts';
import { isPing, refuseEvent } from './refuse-event.ts';

const { app, service } = buildService({
  ...(await readSettings(fileURLToPath(new URL('model.bin', import.meta.url)))),
  logger: true,
});
// Both are created before `ready`, which closes the app to additions. A caller that sends lists of header values
// expects lists in the response.
const answer = awsLambdaFastify<HttpEvent>(app, { decorateRequest: false });
const answerLists = awsLambdaFastify<HttpEvent>(app, { decorateRequest: false, albMultiValueHeaders: true });
const invocations = createInvocations(service);
await app.ready();

/**
 * Answers a request, a text, a list of texts, or a ping. The model is loaded with this module.
 * @throws Error, by rejecting, for any other event; a response would make its sender believe that it was processed
 */
export const handler = async (event: unknown, context: Context) => {
  if (isPing(event)) return { status: 'ready' };
  if (Array.isArray(event)) return invocations.answerList(event);
  if (typeof event === 'object' && event !== null) {
    if (isRequest(event)) return answerRequest(event, context);
    if (Object.hasOwn(event, 'mytext')) return invocations.answerText(event);
  }
  throw refuseEvent(event);
};

async function answerRequest(event: HttpEvent | LatticeEvent, context: Context) {
  const hasLists = 'multiValueHeaders' in event && event.multiValueHeaders !== null;
  try {
    return await (hasLists ? answerLists : answer)(readRequest(event), context);
  } catch {
    // A load balancer forwards the query unchanged, even with a stray "%".
    const refusal = problem('malformed-request', 'The path or the query is not percent-encoded UTF-8.');
    const { headers, ...answer } = problemAnswer(refusal);
    return { ...answer, headers, ...(hasLists && { multiValueHeaders: toLists(headers) }) };
  }
}

function toLists(headers: Record<string, string>): Record<string, string[]> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]]));
}
