import type { InjectOptions, LightMyRequestResponse } from 'fastify';
import { expect } from 'vitest';
import { SENTIMENTS } from '../../classifier/src/index.ts';
import { SECRET } from './bad-inputs.ts';
import { FAKE_RESULT } from './fake-classifier.ts';
import { appWith, inject } from './inject.ts';

/** An app that serves the Open Inference Protocol, and the version and the path of its model. */
export const app = appWith({ hasInferenceProtocol: true });
export const VERSION = FAKE_RESULT.model;
export const MODEL = '/v2/models/movie-sentiment';

/** Sends an inference request. */
export function infer(body: unknown, changes: InjectOptions = {}, to = app) {
  const payload = typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body);
  return inject(to, { method: 'POST', url: `${MODEL}/infer`, payload, ...changes });
}

/** A request for these texts. */
export function requestOf(data: unknown[], shape: unknown = [data.length], more: object = {}) {
  return { inputs: [{ name: 'mytext', shape, datatype: 'BYTES', data }], ...more };
}

/** The probabilities of a text in a tensor. */
export const ROW = SENTIMENTS.map((sentiment) => FAKE_RESULT.probabilities[sentiment]);

/** Expects an error in the form of the protocol. */
export function expectError(reply: LightMyRequestResponse, status: number, message: string | RegExp): void {
  expect(reply.json()).toEqual({ error: expect.stringMatching(message) });
  expect(reply.statusCode).toBe(status);
  // KServe's client reads no error under a content type with parameters.
  expect(reply.headers['content-type']).toBe('application/json');
  expect(reply.body).not.toContain(SECRET);
}
