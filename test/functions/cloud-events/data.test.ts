import { describe, expect, test } from 'vitest';
import { pointInto, readData } from '../../../functions/cloud-events/event.ts';
import { problem } from '../../../functions/contract/problems.ts';
import { REQUIRED } from '../../helpers/cloud-events.ts';
import { batched, binary, refusal, structured } from '../../helpers/decode-events.ts';

describe('the data of an event in JSON', () => {
  const data = (members: object) => readData(structured({ ...REQUIRED, ...members }));

  test.each([[null], ['{"mytext":"Fine."}'], [[1]], [{ mytext: 1 }]])('are the JSON value %j', (value) => {
    expect(data({ data: value })).toEqual(value);
  });

  test('are in data_base64 as bytes', () => {
    const base64 = Buffer.from('{"mytext":"Ça va"}').toString('base64');
    expect(data({ data_base64: base64 })).toEqual({ mytext: 'Ça va' });
    expect(data({ data_base64: base64, datacontenttype: 'application/json; charset=utf-8' })).toEqual({
      mytext: 'Ça va',
    });
    expect(data({ data: 1, data_base64: null })).toBe(1);
  });

  test.each([['a'], ['YQ'], ['YQ='], ['YR=='], ['Y Q=='], ['YQ==\n'], ['_-8='], [1], [['YQ==']], [{}]])(
    'are not the base64 %j',
    (base64) => {
      const { type, pointer } = refusal(() => data({ data_base64: base64 }));
      expect({ type, pointer }).toEqual({ type: 'invalid-event', pointer: '/data_base64' });
    },
  );

  test('are not two things', () => {
    expect(refusal(() => data({ data: null, data_base64: 'YQ==' }))).toMatchObject({
      type: 'invalid-event',
      pointer: '/data_base64',
    });
  });

  test('are missed where there are none', () => {
    expect(refusal(() => data({})).type).toBe('missing-text');
  });

  test.each(['utf8', '"UTF-8"', 'us-ascii'])('may be in the charset %s', (charset) => {
    const datacontenttype = `application/json; charset=${charset}`;
    expect(data({ data: 1, datacontenttype })).toBe(1);
  });

  test.each(['application/vnd.example+json', 'text/json', 'Application/Problem+JSON; charset=utf-8'])(
    'may be of the type "%s"',
    (datacontenttype) => {
      expect(data({ data: { mytext: 'Fine.' }, datacontenttype })).toEqual({ mytext: 'Fine.' });
    },
  );

  test.each([
    'text/plain',
    'json',
    '',
    'application/json; charset=utf-16',
    'application/x+json; charset=latin1',
    'application/+json',
    'application/xjson',
  ])('are not of the type "%s"', (datacontenttype) => {
    for (const members of [{}, { data: 'a' }, { data_base64: 'YQ==' }]) {
      expect(refusal(() => data({ ...members, datacontenttype })).type).toBe('unsupported-media-type');
    }
  });

  test('at fault are pointed to in the request', () => {
    const fault = problem('empty-text', 'The text is empty.', '/mytext');
    const pointer = (event: object, of = fault) =>
      (pointInto(of, batched([event])[0]!) as { pointer: string }).pointer;
    expect(pointer({ ...REQUIRED, data: {} })).toBe('/0/data/mytext');
    expect(pointer({ ...REQUIRED, data_base64: 'e30=' })).toBe('/0/data_base64');
    expect(pointer(REQUIRED)).toBe('/0/data');
    expect(pointer(REQUIRED, problem('unsupported-media-type', ''))).toBe('/0/datacontenttype');
    expect(pointInto(fault, binary())).toBe(fault);
    const other = new Error('of another kind');
    expect(pointInto(other, structured(REQUIRED))).toBe(other);
  });
});
