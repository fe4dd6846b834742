import type { Context } from 'faas-js-runtime';
import type { InjectOptions } from 'fastify';
import { problem } from '../contract/problems.ts';
import { isOfType } from '../wire/decode-body.ts';

/** What the runtime lays the query's parameters over: with `?body=x` the body would be "x". */
const OVERLAID = ['query', 'method', 'headers', 'body', 'rawBody'];

/**
 * The request behind the context that the official runtime makes of it.
 * @throws ProblemError where the context no longer tells what the request was
 */
export function readContext(context: Context): InjectOptions {
  const { method, query } = context;
  const isWhole = typeof query === 'object' && !Array.isArray(query);
  if (!isWhole || OVERLAID.some((name) => Object.hasOwn(query, name))) {
    throw problem('invalid-query', `No parameter of the query may be called ${OVERLAID.join(', ')}.`);
  }
  const { 'content-length': _, ...headers } = context.headers; // of bytes that are decoded by now
  return { method, url: '/', query, headers, payload: readBody(context) } as InjectOptions;
}

/** The body as it was before the runtime parsed it, or one that means the same. */
function readBody({ body, rawBody, headers }: Context): string | Buffer | undefined {
  if (Buffer.isBuffer(body)) return body;
  const isParsed = typeof body !== 'string' || isOfType(headers['content-type'], 'application/json');
  const text = rawBody ?? (isParsed ? toJson(body) : body);
  // The runtime puts this character in the place of bytes that are not UTF-8.
  if (!text?.includes('\ufffd')) return text;
  throw problem('invalid-utf-8', 'The body has bytes that are not UTF-8, or U+FFFD; expected JSON in UTF-8.');
}

function toJson(value: unknown): string | undefined {
  try {
    return JSON.stringify(value);
  } catch {
    throw problem('invalid-body', 'The body is nested too deeply; expected JSON such as {"mytext": "…"}.');
  }
}
