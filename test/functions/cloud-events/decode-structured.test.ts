import { describe, expect, test } from 'vitest';
import { decodeEvent } from '../../../functions/cloud-events/decode.ts';
import { readData } from '../../../functions/cloud-events/event.ts';
import { JSON_TYPE } from '../../../functions/contract/media-types.ts';
import { REQUIRED } from '../../helpers/cloud-events.ts';
import { refusal, structured } from '../../helpers/decode-events.ts';

describe('an event in structured mode', () => {
  test.each([
    'application/cloudevents+json',
    'application/cloudevents+json; charset=utf-8',
    'application/cloudevents+json;charset=US-ASCII',
    'application/CloudEvents+JSON',
  ])('of the content type "%s" is an object of JSON', (contentType) => {
    const attributes = { ...REQUIRED, time: '2018-04-05T03:56:24Z', datacontenttype: JSON_TYPE };
    const event = structured({ ...attributes, data: { mytext: 'Fine.' } }, contentType);
    expect(event.attributes).toEqual(attributes);
    expect(readData(event)).toEqual({ mytext: 'Fine.' });
  });

  test.each([
    'application/cloudevents',
    'application/cloudevents+xml',
    'application/cloudevents+avro',
    'application/cloudevents+jsonx',
    'application/cloudevents+json; charset=utf-16',
    'application/cloudevents-foo+json',
  ])('of the content type "%s" is in no known format', (contentType) => {
    expect(refusal(() => structured(REQUIRED, contentType)).type).toBe('unsupported-media-type');
  });

  test('has booleans, integers and null, which is as good as nothing', () => {
    const event = {
      ...REQUIRED,
      a: true,
      b: false,
      c: -2_147_483_648,
      d: 2_147_483_647,
      subject: null,
      e: null,
    };
    expect(structured({ ...event, e1: '', constructor: 'a' }).attributes).toEqual({
      ...REQUIRED,
      a: 'true',
      b: 'false',
      c: '-2147483648',
      d: '2147483647',
      e1: '',
      constructor: 'a',
    });
  });

  test.each([
    ...['specversion', 'id', 'source', 'type'].flatMap((name) =>
      [undefined, null, '', 1, true, [], {}, 'a\u0000', '\ud800', '\uffff', '\u0085'].map((value) => [
        name,
        value,
      ]),
    ),
    ...['0.3', '1.0.2', '1', '2.0', 1.0, '1.0 '].map((value) => ['specversion', value]),
    ...[' ', 'a b', 'é', '%zz', '1a:b', ':', 'a#b#c', '/[', 'http://[::1', '<a>', '"'].map((value) => [
      'source',
      value,
    ]),
    ...['', 'a', '/a', '1:', 'a: b', 5].map((value) => ['dataschema', value]),
    ...['', 5, '\n', '\u{1fffe}'].map((value) => ['subject', value]),
    ...[
      '',
      '2018-04-05',
      '2018-04-05T17:31:00',
      '2018-04-05 17:31:00Z',
      '2018-02-29T00:00:00Z',
      '2018-13-01T00:00:00Z',
      '2018-04-05T24:00:00Z',
      '2018-04-05T17:31:00.Z',
      '2018-04-05T17:31:00+0200',
      1522949460,
    ].map((value) => ['time', value]),
  ])('whose %s is %j is refused', (name, value) => {
    const { type, pointer, message } = refusal(() => structured({ ...REQUIRED, [name as string]: value }));
    expect({ type, pointer }).toEqual({ type: 'invalid-event', pointer: `/${name}` });
    expect(message).toMatch(/^The attribute [a-z]+ is (missing|not valid); expected .+\.$/);
  });

  test.each([
    ['source', 'https://u@example.org:80/a;b=c/%20?q=1/?#f'],
    ['source', 'urn:uuid:6e8bc430-9c3a-11d9-9669-0800200c9a66'],
    ['source', 'mailto:a@example.org'],
    ['source', '1-555-123-4567'],
    ['source', 'http://[2001:db8::1]:8080/'],
    ['source', '?a'],
    ['source', './a:b'],
    ['dataschema', 'https://example.org/schema.json#/definitions/review'],
    ['dataschema', 'urn:x'],
    ['subject', ' Ein "Thema": 100 % 😀 '],
    ['time', '2018-04-05T17:31:00Z'],
    ['time', '2020-02-29t23:59:60.123456789z'],
    ['time', '0000-01-01T00:00:00-23:59'],
  ])('whose %s is "%s" is taken', (name, value) => {
    expect(structured({ ...REQUIRED, [name]: value }).attributes[name]).toBe(value);
  });

  test.each(['MyExtension', 'my_extension', 'my-extension', 'é', '', '__proto__', ' a', 'a\n'])(
    'with an attribute named "%s" is refused',
    (name) => {
      const event = Buffer.from(`${JSON.stringify(REQUIRED).slice(0, -1)},${JSON.stringify(name)}:"1"}`);
      const { type, pointer } = refusal(() =>
        decodeEvent({ 'content-type': 'application/cloudevents+json' }, event),
      );
      expect({ type, pointer }).toEqual({ type: 'invalid-event', pointer: undefined });
    },
  );

  test.each([[1.5], [2_147_483_648], [-2_147_483_649], [[]], [{}], ['a\u007f'], ['\udc00'], ['\ufdd0']])(
    'with an extension that is %j is refused',
    (value) => {
      expect(refusal(() => structured({ ...REQUIRED, extension: value })).type).toBe('invalid-event');
    },
  );

  test('with too many attributes to check in time is refused', () => {
    const many = Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [`a${i}`, 1]));
    expect(refusal(() => structured({ ...REQUIRED, ...many })).type).toBe('invalid-event');
  });

  test.each([[null], [[]], ['a'], [1]])('that is %j is refused', (value) => {
    expect(refusal(() => structured(value)).type).toBe('invalid-event');
  });

  test.each([
    ['', 'empty-body'],
    ['{', 'malformed-json'],
    ['\xff', 'invalid-utf-8'],
  ])('in a body of "%s" is refused', (body, type) => {
    const headers = { 'content-type': 'application/cloudevents+json' };
    expect(refusal(() => decodeEvent(headers, Buffer.from(body, 'latin1'))).type).toBe(type);
  });

  test('without a body is refused', () => {
    expect(
      refusal(() => decodeEvent({ 'content-type': 'application/cloudevents+json' }, undefined)).type,
    ).toBe('empty-body');
  });
});
