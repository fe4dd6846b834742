import { expect } from 'vitest';
import { appWith, inject } from './inject.ts';

/** The content types of an event and of a batch. */
export const STRUCTURED = 'application/cloudevents+json';
export const BATCH = 'application/cloudevents-batch+json';
/** The type of our replies. */
export const REPLY_TYPE = 'dev.movie-sentiment.classified.v1';
/** An event's required attributes, and an event with a text. */
export const REQUIRED = { specversion: '1.0', id: '7', source: '/reviews', type: 'org.example.reviewed' };
export const EVENT = { ...REQUIRED, data: { mytext: 'Funny but flat.' } };
/** The id of the reply to it: SHA-256 of `["/reviews","7"]`. */
export const REPLY_ID = '86b0d8714559f5fec030dbbf9eba45a02ea1657fec6157bfa6c669a8150da527';

/** The headers of a request. */
export type Headers = Record<string, string>;

/** An app that takes requests and events. */
export const app = appWith();

/** The headers in binary mode that these attributes are. */
export const headersOf = (attributes: object): Headers =>
  Object.fromEntries(Object.entries(attributes).map(([name, value]) => [`ce-${name}`, String(value)]));

/** Sends an event in binary mode. */
export function post(
  headers: Headers = {},
  payload: string | Buffer = JSON.stringify(EVENT.data),
  to = app,
  url = '/',
) {
  const all = { ...headersOf(REQUIRED), 'content-type': 'application/json', ...headers };
  return inject(to, { method: 'POST', url, headers: all, payload });
}

/** Sends an event, a batch or the bytes of one. */
export function send(
  event: unknown,
  { headers = {}, to = app, url = '/' }: { headers?: Headers; to?: typeof app; url?: string } = {},
) {
  const payload = typeof event === 'string' || Buffer.isBuffer(event) ? event : JSON.stringify(event);
  const type = Array.isArray(event) ? BATCH : STRUCTURED;
  return inject(to, { method: 'POST', url, headers: { 'content-type': type, ...headers }, payload });
}

/** The answer to an event. */
export type Reply = Awaited<ReturnType<typeof send>>;

/** Expects an answer that takes an event, and says nothing. */
export function expectTaken(reply: Reply) {
  expect(reply.statusCode).toBe(202);
  expect(reply.body).toBe('');
  expect(reply.headers['content-type']).toBeUndefined();
}

/** The headers of a reply that make it an event. */
export const eventHeaders = ({ headers }: Reply) =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => name.startsWith('ce-')));

/** The ids of the events that a batch of replies answers. */
export const ids = (reply: Reply) =>
  reply.json().map(({ causationid }: { causationid: string }) => causationid);
