import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { ProblemError, problem, problemDetails } from '../../../functions/contract/problems.ts';
import {
  checkText,
  readId,
  readOptions,
  readText,
  readTexts,
} from '../../../functions/contract/read-request.ts';
import {
  ANSWER_SCHEMA,
  BATCH_REQUEST_SCHEMA,
  LINE_SCHEMA,
  REQUEST_SCHEMA,
} from '../../../functions/contract/schemas.ts';
import { toTitle } from '../../../functions/contract/sentiment-title.ts';
import { decodeBody } from '../../../functions/wire/decode-body.ts';
import { BAD_BODIES, BAD_CONTENT_TYPES, GOOD_BODIES } from '../../helpers/bad-inputs.ts';
import { FAKE_RESULT } from '../../helpers/fake-classifier.ts';

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
    'application/json; charset=us-ascii',
    'application/json;charset=US-ASCII',
    'application/json; charset="ascii"',
    'application/json;',
  ])('the content type "%s" is taken', (contentType) => {
    expect(decodeBody(Buffer.from('[]'), { 'content-type': contentType })).toEqual([]);
  });
});

describe('the text', () => {
  test('a text is given back as it was sent', () => {
    expect(checkText('  Fine. ', '/mytext')).toBe('  Fine. ');
  });

  test('a refusal points at the text and says what was got and expected', () => {
    expect(problemDetails(refusalOf(() => checkText('a'.repeat(20_001), '/mytexts/3')))).toEqual({
      type: '/problems/text-too-long',
      title: 'Text too long',
      status: 413,
      detail:
        'The text has 20001 characters; expected 1 to 20000 characters, at least one of them not white space.',
      pointer: '/mytexts/3',
    });
  });

  test('problem details have no pointer where no field is at fault', () => {
    expect(problemDetails(problem('not-found', 'Nothing here.'))).not.toHaveProperty('pointer');
  });
});

test('a sentiment in words is capitalised as the Python system wrote it', () => {
  expect(toTitle('somewhat negative')).toBe('Somewhat Negative');
  expect(toTitle('neutral')).toBe('Neutral');
});

describe('the texts of a batch', () => {
  test('are given back unchecked', () => {
    expect(readTexts({ mytexts: ['a', '', 1], other: true })).toEqual(['a', '', 1]);
  });

  test('a refusal says how many there were', () => {
    const { type, message } = refusalOf(() => readTexts({ mytexts: Array(1001).fill('a') }));
    expect(type).toBe('too-many-texts');
    expect(message).toBe('"mytexts" has 1001 texts; expected an array of 1 to 1000 texts.');
  });
});

describe('the id of a line', () => {
  test.each([['a'], [''], [0], [-1.5], [Number.MAX_SAFE_INTEGER], [null], [undefined]])(
    '%o is given back',
    (id) => {
      expect(readId({ id })).toBe(id);
    },
  );

  test.each([[true], [{}], [['a']], [2 ** 53], [-1e300], [Number.POSITIVE_INFINITY]])(
    '%o is refused',
    (id) => {
      const { type, pointer } = refusalOf(() => readId({ id }));
      expect([type, pointer]).toEqual(['invalid-id', '/id']);
    },
  );

  test.each([[null], [1], ['id'], [[]], [{}], [JSON.parse('{"__proto__":{"id":1}}')]])(
    '%o has none',
    (line) => {
      expect(readId(line)).toBeUndefined();
    },
  );
});

describe('the query', () => {
  test('both options are off without it, and others are ignored', () => {
    expect(readOptions({})).toEqual({ explain: false, sentences: false });
    expect(readOptions({ explain: 'true', more: ['a', 'b'] })).toEqual({ explain: true, sentences: false });
    expect(readOptions({ sentences: 'true' })).toEqual({ explain: false, sentences: true });
  });

  test.each([[''], ['1'], ['True'], [['true', 'true']], [undefined]])('%o is refused', (explain) => {
    expect(refusalOf(() => readOptions({ explain })).type).toBe('invalid-query');
  });
});

const ajv = new Ajv2020({ strict: true, allowUnionTypes: true });

/** Whether the schema allows a JSON text. */
function conforms(schema: object, json: string | Buffer): boolean {
  return ajv.validate(schema, JSON.parse(json.toString().replace('\ufeff', '')));
}

describe('the schemas', () => {
  const byContent = ['invalid-body', 'missing-text', 'invalid-text', 'empty-text', 'text-too-long'];

  test.each(BAD_BODIES.filter(({ type }) => byContent.includes(type)))(
    'those of requests and lines refuse $name',
    ({ body }) => {
      expect(conforms(REQUEST_SCHEMA, body)).toBe(false);
      expect(conforms(LINE_SCHEMA, body)).toBe(false);
    },
  );

  test.each(GOOD_BODIES)('that of requests takes $name', ({ body }) => {
    expect(conforms(REQUEST_SCHEMA, body)).toBe(true);
  });

  test('that of batches takes 1,000 texts and refuses 1,001, none and half of them', () => {
    const batch = (texts: unknown) => conforms(BATCH_REQUEST_SCHEMA, JSON.stringify({ mytexts: texts }));
    expect(batch(Array(1000).fill('a'))).toBe(true);
    for (const texts of [Array(1001).fill('a'), [], 'a', [1], undefined]) expect(batch(texts)).toBe(false);
  });

  test('that of answers takes an answer and refuses half of one', () => {
    expect(conforms(ANSWER_SCHEMA, JSON.stringify(FAKE_RESULT))).toBe(true);
    expect(conforms(ANSWER_SCHEMA, JSON.stringify({ ...FAKE_RESULT, label: 20 }))).toBe(false);
    expect(conforms(ANSWER_SCHEMA, JSON.stringify({ ...FAKE_RESULT, model: undefined }))).toBe(false);
  });
});
