import type { FastifyReply } from 'fastify';
import { expect, test } from 'vitest';
import { ProblemError } from '../../../functions/contract/problems.ts';
import { negotiate, varyByAccept } from '../../../functions/wire/negotiate.ts';

const JSON_TYPE = 'application/json';
const TYPES = [JSON_TYPE, 'text/plain'] as const;

test.each([
  [undefined, JSON_TYPE],
  ['', JSON_TYPE],
  ['*/*', JSON_TYPE],
  ['application/*, text/plain;q=0.9', JSON_TYPE],
  ['text/plain', 'text/plain'],
  ['text/plain;charset=utf-8', 'text/plain'],
  ['application/json; charset=UTF-8', JSON_TYPE],
  ['application/json;charset=utf8', JSON_TYPE],
  ['application/json ; charset="utf-8"', JSON_TYPE],
  ['application/json;Charset=UTF8;q=0.5, text/plain;q=0.4', JSON_TYPE],
  ['text/plain;charset=us-ascii', 'text/plain'],
  ['text/plain; q=0.5; charset=ASCII, application/json;q=0.1', 'text/plain'],
  ['application/json, text/plain; charset=utf-8', JSON_TYPE],
  ['text/html;charset=utf-8, text/*;charset=utf8', 'text/plain'],
  ['text/*;q=0.5, */*;q=0.1', 'text/plain'],
  ['application/json;q=0.1, text/plain;q=0.2', 'text/plain'],
  ['application/json;q=0, */*', 'text/plain'],
  ['text/html, */*;q=0.8', JSON_TYPE],
])('"Accept: %s" gets %s', (accept, mediaType) => {
  expect(negotiate(accept, TYPES)).toBe(mediaType);
});

test.each([
  'text/html',
  '*/*;q=0',
  'application/json;q=0',
  'nonsense',
  'application/json;charset=iso-8859-1',
  'application/json;charset=utf-16',
  'application/json;charset=utf-8x',
  'application/json;charset=utf8;q=0',
])('"Accept: %s" gets nothing', (accept) => {
  expect(() => negotiate(accept, TYPES)).toThrow(ProblemError);
  expect(() => negotiate(accept, TYPES)).toThrow(
    'Accept allows none of application/json, text/plain in UTF-8.',
  );
});

test('caches are told of Accept beside what they were told before', () => {
  const headers: Record<string, unknown> = {};
  const reply = {
    getHeader: (name: string) => headers[name],
    header: (name: string, value: unknown) => {
      headers[name] = value;
    },
  } as unknown as FastifyReply;
  varyByAccept(reply);
  expect(headers.vary).toBe('Accept');
  headers.vary = 'Origin';
  varyByAccept(reply);
  expect(headers.vary).toBe('Origin, Accept');
});
