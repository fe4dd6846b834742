import { fileURLToPath } from 'node:url';
import { awsLambdaFastify } from '@fastify/aws-lambda';
import type { ALBEvent, APIGatewayProxyEvent, APIGatewayProxyEventV2, Context } from 'aws-lambda';
import { buildApp } from '../app.ts';
import { problem } from '../contract/problems.ts';
import { readSettings } from '../process/settings.ts';
import { problemAnswer } from '../wire/problem-answer.ts';

/** A request as API Gateway (REST and HTTP), a load balancer or a function URL passes it on. */
export type HttpEvent = APIGatewayProxyEvent | APIGatewayProxyEventV2 | ALBEvent;

const app = buildApp({
  ...readSettings(fileURLToPath(new URL('model.bin', import.meta.url))),
  logger: true,
});
// Both before `ready`, since a started app takes no additions. A sender whose headers are lists reads lists alone.
const answer = awsLambdaFastify<HttpEvent>(app, { decorateRequest: false });
const answerLists = awsLambdaFastify<HttpEvent>(app, { decorateRequest: false, albMultiValueHeaders: true });
await app.ready();

/** Answers a request. The model is loaded with this module. */
export const handler = async (event: HttpEvent, context: Context) => {
  const hasLists = 'multiValueHeaders' in event && event.multiValueHeaders !== null;
  try {
    return await (hasLists ? answerLists : answer)(withoutStage(event), context);
  } catch {
    // A load balancer hands the query over as it came, with a lone "%" in it too.
    const refusal = problem('malformed-request', 'The path or the query is not percent-encoded UTF-8.');
    const { headers, ...answer } = problemAnswer(refusal);
    return { ...answer, headers, ...(hasLists && { multiValueHeaders: toLists(headers) }) };
  }
};

/** An HTTP API puts the name of its stage before the path, unless it is `$default`. */
function withoutStage(event: HttpEvent): HttpEvent {
  if (!('rawPath' in event)) return event;
  const stage = `/${event.requestContext.stage}`;
  if (!`${event.rawPath}/`.startsWith(`${stage}/`)) return event;
  return { ...event, rawPath: event.rawPath.slice(stage.length) || '/' };
}

function toLists(headers: Record<string, string>): Record<string, string[]> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]]));
}
