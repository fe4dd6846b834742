import { fileURLToPath } from 'node:url';
import type { Context, HealthCheck, StructuredReturn } from 'faas-js-runtime';
import type { FastifyReply } from 'fastify';
import { buildApp } from '../app.ts';
import { ProblemError } from '../contract/problems.ts';
import { openLog } from '../process/log.ts';
import { readSettings } from '../process/settings.ts';
import { EVERY_ANSWER } from '../wire/answer-headers.ts';
import { problemAnswer } from '../wire/problem-answer.ts';
import { readContext } from './read-context.ts';

const app = buildApp({
  ...(await readSettings(fileURLToPath(new URL('model.bin', import.meta.url)))),
  logger: { stream: openLog() },
});
await app.ready();

/** Answers the runtime's liveness probe. */
export const liveness: HealthCheck = (_request, reply) => answerProbe('/health/liveness', reply);
/** Answers the runtime's readiness probe. */
export const readiness: HealthCheck = (_request, reply) => answerProbe('/health/readiness', reply);

/** Answers a request or an event. The context holds both, so the runtime's second argument is not used. */
export const handle = async (context: Context): Promise<StructuredReturn> => {
  const { statusCode, headers, body } = await answer(context).catch((error: unknown) => {
    if (error instanceof ProblemError) return problemAnswer(error);
    throw error;
  });
  // The runtime adds a charset to JSON strings, and turns plain text in bytes into JSON.
  const isText = headers['content-type']?.startsWith('text/plain');
  return { statusCode, headers, body: isText ? body : Buffer.from(body) };
};

async function answerProbe(url: string, reply: unknown): Promise<object> {
  // The runtime's types say HTTP/2 response, but the value is a Fastify reply.
  (reply as FastifyReply).headers(EVERY_ANSWER);
  return (await app.inject(url)).json();
}

async function answer(context: Context) {
  const { statusCode, headers, payload } = await app.inject(readContext(context));
  const { connection, 'content-length': _, ...kept } = headers; // the runtime sets these itself
  return { statusCode, headers: kept as Record<string, string>, body: payload };
}
