import { fastify } from 'fastify';
import { describe, expect, test } from 'vitest';
import {
  ANSWER_SCHEMA,
  checkText,
  decodeBody,
  inWords,
  REQUEST_SCHEMA,
  readText,
} from '../../functions/contract.ts';
import { ProblemError, problem, problemDetails } from '../../functions/problems.ts';
import { BAD_BODIES, BAD_CONTENT_TYPES, GOOD_BODIES } from './bad-inputs.ts';
import { FAKE_RESULT } from './fake-classifier.ts';

const JSON_TYPE = { 'content-type': 'application/json' };

function textOf(body: string | Buffer): string {
  return readText(decodeBody(Buffer.from(body as string), JSON_TYPE));
}

function refusalOf(action: () => unknown): ProblemError {
  try {
    action();
  } catch (error) {
    if (error instanceof ProblemError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('the body', () => {
  test.each(BAD_BODIES.filter(({ type }) => type !== 'body-too-large'))(
    '$name is refused as $type',
    (bad) => {
      const { type, pointer } = refusalOf(() => textOf(bad.body));
      expect({ type, pointer }).toEqual({ type: bad.type, pointer: bad.pointer });
    },
  );

  test.each(GOOD_BODIES)('$name is a text', ({ body }) => {
    expect(textOf(body)).toBe((JSON.parse(body.replace('\ufeff', '')) as { mytext: string }).mytext);
  });

  test.each(BAD_CONTENT_TYPES)('the content type "%s" is refused', (contentType) => {
    const decode = () => decodeBody(Buffer.from('{}'), { 'content-type': contentType });
    expect(refusalOf(decode).type).toBe('unsupported-media-type');
  });

  test.each([
    'application/json',
    'Application/JSON',
    'application/json;charset=utf-8',
    'application/json; charset="UTF-8"',
    'application/json; Charset=utf8; profile="x;y"',
    'application/json;',
  ])('the content type "%s" is taken', (contentType) => {
    expect(decodeBody(Buffer.from('[]'), { 'content-type': contentType })).toEqual([]);
  });

  test('a compressed body is refused, and the encoding "identity" is none', () => {
    const decode = (encoding: string) =>
      decodeBody(Buffer.from('[]'), { ...JSON_TYPE, 'content-encoding': encoding });
    expect(refusalOf(() => decode('gzip')).type).toBe('unsupported-media-type');
    expect(decode('Identity')).toEqual([]);
  });
});

describe('the text', () => {
  test('a text is given back as it was sent', () => {
    expect(checkText('  Fine. ', '/mytext')).toBe('  Fine. ');
  });

  test('a refusal points at the text and says what was got and expected', () => {
    expect(problemDetails(refusalOf(() => checkText('a'.repeat(10_001), '/mytexts/3')))).toEqual({
      type: '/problems/text-too-long',
      title: 'Text too long',
      status: 413,
      detail:
        'The text has 10001 characters; expected 1 to 10000 characters, at least one of them not white space.',
      pointer: '/mytexts/3',
    });
  });

  test('problem details have no pointer where no field is at fault', () => {
    expect(problemDetails(problem('not-found', 'Nothing here.'))).not.toHaveProperty('pointer');
  });
});

test('a sentiment in words is capitalised as the Python system wrote it', () => {
  expect(inWords('somewhat negative')).toBe('Somewhat Negative');
  expect(inWords('neutral')).toBe('Neutral');
});

/** What Ajv, as Fastify sets it up, says of a JSON text under a schema. */
async function conforms(schema: object, payload: string): Promise<boolean> {
  const app = fastify({ ajv: { customOptions: { coerceTypes: false } }, onProtoPoisoning: 'ignore' });
  app.post('/', { schema: { body: schema } }, () => 'valid');
  const reply = await app.inject({ method: 'POST', url: '/', headers: JSON_TYPE, payload });
  return reply.statusCode === 200;
}

describe('the schemas', () => {
  const byContent = ['invalid-body', 'missing-text', 'invalid-text', 'empty-text', 'text-too-long'];

  test.each(BAD_BODIES.filter(({ type }) => byContent.includes(type)))(
    'the request schema refuses $name',
    async ({ body }) => {
      expect(await conforms(REQUEST_SCHEMA, body as string)).toBe(false);
    },
  );

  test.each(GOOD_BODIES)('the request schema takes $name', async ({ body }) => {
    expect(await conforms(REQUEST_SCHEMA, body)).toBe(true);
  });

  test('the answer schema takes an answer and refuses half of one', async () => {
    expect(await conforms(ANSWER_SCHEMA, JSON.stringify(FAKE_RESULT))).toBe(true);
    expect(await conforms(ANSWER_SCHEMA, JSON.stringify({ ...FAKE_RESULT, label: 5 }))).toBe(false);
    expect(await conforms(ANSWER_SCHEMA, JSON.stringify({ ...FAKE_RESULT, model: undefined }))).toBe(false);
  });
});
