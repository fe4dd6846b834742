import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify';
import { expect } from 'vitest';
import { type AppOptions, buildApp } from '../../functions/app.ts';
import { PROBLEMS, type ProblemType } from '../../functions/contract/problems.ts';
import { checkAnswer, type OpenApi } from '../../scripts/verify/check-answer.ts';
import { fakeClassifier } from './fake-classifier.ts';

/** The documents of apps with a fake classifier, by what they serve. */
const documents = new Map<string, Promise<OpenApi>>();
const documentOfApp = new WeakMap<FastifyInstance, Promise<OpenApi>>();

/** An app with a classifier that finds the same in every text. */
export function appWith(options: Partial<AppOptions> = {}): FastifyInstance {
  const app = buildApp({ classifier: fakeClassifier(), ...options });
  // Asked of another app that serves the same, so that the one under test counts, logs and classifies nothing for it.
  const { isEventsOnly = false, hasInferenceProtocol = false } = options;
  const key = `${isEventsOnly} ${hasInferenceProtocol}`;
  if (!documents.has(key)) {
    const other = buildApp({ classifier: fakeClassifier(), isEventsOnly, hasInferenceProtocol });
    documents.set(
      key,
      other.inject('/openapi.json').then((reply) => reply.json<OpenApi>()),
    );
  }
  documentOfApp.set(app, documents.get(key)!);
  return app;
}

/** The OpenAPI document of what an app of `appWith` serves. */
export function documentOf(app: FastifyInstance): Promise<OpenApi> {
  return documentOfApp.get(app)!;
}

/** The answer of an app, which is held against the app's OpenAPI document. */
export async function inject(app: FastifyInstance, options: InjectOptions | string) {
  const reply = await app.inject(options as InjectOptions);
  const document = await documentOf(app);
  const { method = 'GET', url = '/' } = reply.raw.req;
  checkAnswer(document, { method, url, status: reply.statusCode, headers: reply.headers, body: reply.body });
  return reply;
}

/** Sends JSON, or a body that only claims to be, by POST. */
export function postJson(app: FastifyInstance, url: string, body: unknown, changes: InjectOptions = {}) {
  const payload = typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body);
  return inject(app, {
    method: 'POST',
    url,
    payload,
    ...changes,
    headers: { 'content-type': 'application/json', ...changes.headers },
  });
}

/** Expects an error as problem details. */
export function expectProblem(reply: LightMyRequestResponse, type: ProblemType, pointer?: string): void {
  expect(reply.json()).toEqual({
    type: `/problems/${type}`,
    ...PROBLEMS[type],
    detail: expect.any(String),
    ...(pointer !== undefined && { pointer }),
  });
  expect(reply.statusCode).toBe(PROBLEMS[type].status);
  expect(reply.headers['content-type']).toBe('application/problem+json');
}
