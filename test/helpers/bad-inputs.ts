import type { ProblemType } from '../../functions/contract/problems.ts';

/** A request for one classification that every handler refuses alike. */
export interface BadInput {
  name: string;
  body: string | Buffer;
  contentType?: string;
  status: number;
  type: ProblemType;
  pointer?: string;
}

const text = (mytext: unknown) => JSON.stringify({ mytext });

/** A word that stands in bad bodies and must never come back in an error or a log line. */
export const SECRET = 'xyzzysecret';

export const BAD_BODIES: BadInput[] = [
  { name: 'no byte', body: '', status: 400, type: 'empty-body' },
  { name: 'a broken object', body: `{"mytext": "${SECRET}`, status: 400, type: 'malformed-json' },
  { name: 'bare words', body: SECRET, status: 400, type: 'malformed-json' },
  { name: 'single quotes', body: `{'mytext': '${SECRET}'}`, status: 400, type: 'malformed-json' },
  { name: 'a form', body: `mytext=${SECRET}`, status: 400, type: 'malformed-json' },
  { name: 'white space', body: ' \n', status: 400, type: 'malformed-json' },
  { name: 'an array never closed', body: '['.repeat(30_000), status: 400, type: 'malformed-json' },
  {
    name: 'bytes that are not UTF-8',
    body: Buffer.from(text(`${SECRET}é`), 'latin1'),
    status: 400,
    type: 'invalid-utf-8',
  },
  {
    name: 'UTF-16',
    body: Buffer.from(`\ufeff${text(SECRET)}`, 'utf16le'),
    status: 400,
    type: 'invalid-utf-8',
  },
  { name: 'null', body: 'null', status: 400, type: 'invalid-body' },
  { name: 'an array', body: `["${SECRET}"]`, status: 400, type: 'invalid-body' },
  { name: 'a string', body: `"${SECRET}"`, status: 400, type: 'invalid-body' },
  { name: 'a number', body: '1', status: 400, type: 'invalid-body' },
  {
    name: 'arrays 10,000 deep',
    body: '['.repeat(10_000) + ']'.repeat(10_000),
    status: 400,
    type: 'invalid-body',
  },
  { name: 'an empty object', body: '{}', status: 400, type: 'missing-text', pointer: '/mytext' },
  {
    name: 'another field',
    body: `{"text":"${SECRET}"}`,
    status: 400,
    type: 'missing-text',
    pointer: '/mytext',
  },
  {
    name: 'a text in __proto__',
    body: `{"__proto__":{"mytext":"${SECRET}"}}`,
    status: 400,
    type: 'missing-text',
    pointer: '/mytext',
  },
  { name: 'a text that is null', body: text(null), status: 400, type: 'invalid-text', pointer: '/mytext' },
  { name: 'a text that is a number', body: text(1), status: 400, type: 'invalid-text', pointer: '/mytext' },
  {
    name: 'a text that is a boolean',
    body: text(true),
    status: 400,
    type: 'invalid-text',
    pointer: '/mytext',
  },
  { name: 'a text in an array', body: text([SECRET]), status: 400, type: 'invalid-text', pointer: '/mytext' },
  {
    name: 'a text in an object',
    body: text({ [SECRET]: 1 }),
    status: 400,
    type: 'invalid-text',
    pointer: '/mytext',
  },
  {
    name: 'objects 10,000 deep',
    body: `${'{"mytext":'.repeat(10_000)}1${'}'.repeat(10_000)}`,
    status: 400,
    type: 'invalid-text',
    pointer: '/mytext',
  },
  {
    name: 'a second mytext',
    body: '{"mytext":"a","mytext":1}',
    status: 400,
    type: 'invalid-text',
    pointer: '/mytext',
  },
  { name: 'an empty text', body: text(''), status: 400, type: 'empty-text', pointer: '/mytext' },
  {
    name: 'blanks',
    body: text(' \t\r\n\u00a0\u2003\ufeff'),
    status: 400,
    type: 'empty-text',
    pointer: '/mytext',
  },
  {
    name: 'invisible characters alone',
    body: text('\u200b\u2063\u2800 \u200e\u00ad'),
    status: 400,
    type: 'empty-text',
    pointer: '/mytext',
  },
  {
    name: '20,001 letters',
    body: text('a'.repeat(20_001)),
    status: 413,
    type: 'text-too-long',
    pointer: '/mytext',
  },
  {
    name: '20,001 emoji',
    body: text('😀'.repeat(20_001)),
    status: 413,
    type: 'text-too-long',
    pointer: '/mytext',
  },
  { name: 'more than 1 MiB', body: text('a'.repeat(1_048_576)), status: 413, type: 'body-too-large' },
];

const GOOD_BODY = text('A good film.');

/** Content types that promise something else than JSON in UTF-8, and the last no content type at all. */
export const BAD_CONTENT_TYPES = [
  'text/plain',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'application/json; charset=iso-8859-1',
  'application/json; charset=utf-16',
  'application/json; charset=ascii-8bit',
  'application/jsonp',
  'application/xjson',
  'application/json, text/plain',
  'json',
  'undefined',
  '/',
  ';',
  '',
];

/** Every bad body as JSON, and a good one under every bad content type. */
export const BAD_INPUTS: BadInput[] = [
  ...BAD_BODIES,
  ...BAD_CONTENT_TYPES.map((contentType) => ({
    name: `the content type "${contentType}"`,
    body: GOOD_BODY,
    contentType,
    status: 415,
    type: 'unsupported-media-type' as const,
  })),
];

/** Bodies that look odd and hold a text all the same. */
export const GOOD_BODIES: { name: string; body: string }[] = [
  { name: 'one letter', body: text('a') },
  { name: '20,000 letters', body: text('a'.repeat(20_000)) },
  { name: '20,000 emoji', body: text('😀'.repeat(20_000)) },
  { name: 'a lone surrogate', body: '{"mytext":"\\ud800"}' },
  { name: 'a NUL', body: '{"mytext":"\\u0000"}' },
  { name: 'a byte order mark', body: `\ufeff${GOOD_BODY}` },
  { name: 'white space around', body: `\n ${GOOD_BODY}\n` },
  { name: 'fields nobody knows', body: '{"id":7,"mytext":"good","__proto__":{"a":1},"constructor":null}' },
  { name: 'a second mytext', body: '{"mytext":1,"mytext":"good"}' },
  { name: 'an escaped field name', body: '{"my\\u0074ext":"good"}' },
];
