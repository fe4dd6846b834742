import { fileURLToPath } from 'node:url';
import type { Context, HealthCheck, StructuredReturn } from 'faas-js-runtime';
import { buildApp } from '../app.ts';
import { ProblemError } from '../contract/problems.ts';
import { openLog } from '../process/log.ts';
import { readSettings } from '../process/settings.ts';
import { problemAnswer } from '../wire/problem-answer.ts';
import { readContext } from './read-context.ts';

const app = buildApp({
  ...readSettings(fileURLToPath(new URL('model.bin', import.meta.url))),
  logger: { stream: openLog() },
});
await app.ready();

/** Answers the runtime's liveness probe. */
export const liveness: HealthCheck = async () => (await app.inject('/health/liveness')).json();
/** Answers the runtime's readiness probe. */
export const readiness: HealthCheck = async () => (await app.inject('/health/readiness')).json();

/** Answers a request or an event. The context holds all of either, so the second argument is not read. */
export const handle = async (context: Context): Promise<StructuredReturn> => {
  const { statusCode, headers, body } = await answer(context).catch((error: unknown) => {
    if (error instanceof ProblemError) return problemAnswer(error);
    throw error;
  });
  // The runtime adds a charset to JSON in a string, and makes JSON of plain text in bytes.
  const isText = headers['content-type']?.startsWith('text/plain');
  return { statusCode, headers, body: isText ? body : Buffer.from(body) };
};

async function answer(context: Context) {
  const { statusCode, headers, payload } = await app.inject(readContext(context));
  const { connection, 'content-length': _, ...kept } = headers; // the runtime's own affair
  return { statusCode, headers: kept as Record<string, string>, body: payload };
}
