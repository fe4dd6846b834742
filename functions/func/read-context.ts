import type { Context } from 'faas-js-runtime';
import type { InjectOptions } from 'fastify';
import { problem } from '../contract/problems.ts';
import { isOfType } from '../wire/decode-body.ts';

/** The fields of the context that query parameters overwrite: with `?body=x` the body would be "x". */
const OVERLAID = ['query', 'method', 'headers', 'body', 'rawBody'];

/**
 * Rebuilds the request from the context of the official runtime.
 * @throws ProblemError if the request cannot be rebuilt from the context
 */
export function readContext(context: Context): InjectOptions {
  const { method, query } = context;
  const isWhole = typeof query === 'object' && !Array.isArray(query);
  if (!isWhole || OVERLAID.some((name) => Object.hasOwn(query, name))) {
    throw problem('invalid-query', `No query parameter may be named ${OVERLAID.join(', ')}.`);
  }
  const { 'content-length': _, ...headers } = context.headers; // the length before decoding
  return { method, url: '/', query, headers, payload: readBody(context) } as InjectOptions;
}

/** Restores the body from before the runtime parsed it, or an equivalent one. */
function readBody({ body, rawBody, headers }: Context): string | Buffer | undefined {
  if (Buffer.isBuffer(body)) return body;
  const isParsed = typeof body !== 'string' || isOfType(headers['content-type'], 'application/json');
  const text = rawBody ?? (isParsed ? toJson(body) : body);
  // The runtime replaces bytes that are not UTF-8 by this character.
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
