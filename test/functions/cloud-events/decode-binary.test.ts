import { describe, expect, test } from 'vitest';
import { decodeEvent, isEvent, modeOf } from '../../../functions/cloud-events/decode.ts';
import { readData } from '../../../functions/cloud-events/event.ts';
import { decodeHeaderValue } from '../../../functions/cloud-events/header-value.ts';
import { JSON_TYPE } from '../../../functions/contract/media-types.ts';
import { headersOf, REQUIRED } from '../../helpers/cloud-events.ts';
import { binary, refusal } from '../../helpers/decode-events.ts';

describe('the mode of a request', () => {
  test.each([
    ['application/json', 'binary'],
    ['text/plain', 'binary'],
    ['', 'binary'],
    ['application/cloudevents+json', 'structured'],
    ['Application/CloudEvents+JSON; charset=UTF-8', 'structured'],
    ['application/cloudevents', 'structured'],
    ['application/cloudevents+avro', 'structured'],
    ['application/cloudevents-batch+json', 'batched'],
    ['APPLICATION/CLOUDEVENTS-BATCH+JSON', 'batched'],
  ])('of the content type "%s" is %s', (contentType, mode) => {
    expect(modeOf({ 'content-type': contentType })).toBe(mode);
  });

  test('a request is an event by its version or its content type, and else is none', () => {
    expect(isEvent({ 'ce-specversion': '0.3' })).toBe(true);
    expect(isEvent({ 'content-type': 'application/cloudevents-batch+json' })).toBe(true);
    expect(isEvent({ 'content-type': JSON_TYPE, 'ce-id': '7' })).toBe(false);
    expect(isEvent({})).toBe(false);
  });
});

describe('an event in binary mode', () => {
  test.each(['application/json', 'application/json; charset=utf-8', 'Application/JSON'])(
    'of the content type "%s" has its attributes in headers and its data in the body',
    (contentType) => {
      const event = binary({
        'ce-time': '2018-04-05T03:56:24Z',
        'ce-myextension': '5',
        'content-type': contentType,
        host: 'x',
        traceparent: 'no attribute',
      });
      expect(event.attributes).toEqual({
        ...REQUIRED,
        time: '2018-04-05T03:56:24Z',
        myextension: '5',
        datacontenttype: contentType,
      });
      expect(readData(event)).toEqual({ mytext: 'Fine.' });
    },
  );

  test('without a content type is taken to have data of JSON', () => {
    const event = decodeEvent(headersOf(REQUIRED), Buffer.from('{"mytext":"Fine."}'));
    expect(event.attributes).toEqual(REQUIRED);
    expect(readData(event)).toEqual({ mytext: 'Fine.' });
  });

  test.each([
    ['a quoted string', '"a \\"b\\" \\\\c"', 'a "b" \\c'],
    ['a quoted string with escapes of both kinds', '"a%20\\%41"', 'a A'],
    ['an empty quoted string', '""', ''],
    ['a stray quote', 'say "hi"', 'say "hi"'],
    ['needless escapes, in either case', '%41%e2%82%ac%E2%82%AC', 'A€€'],
    ['one round of escapes', '%2541', '%41'],
    ['the example of the specification', 'Euro%20%E2%82%AC%20%F0%9F%98%80', 'Euro € 😀'],
    ['a percent sign that escapes nothing', '100% %zz %4', '100% %zz %4'],
    ['raw UTF-8', Buffer.from('café').toString('latin1'), 'café'],
    ['a byte order mark', '%EF%BB%BFa', '\ufeffa'],
  ])('has in a header %s', (_, header, value) => {
    expect(decodeHeaderValue(header)).toBe(value);
  });

  test.each([
    ['an overlong form', '%C0%A0'],
    ['a surrogate', '%ED%A0%80'],
    ['half a character', '%E2%82'],
    ['a byte that is not UTF-8', '%FF'],
    ['a raw byte of Latin-1', 'caf\xe9'],
    ['a character that is no byte', '€'],
  ])('with %s in a header is refused', (_, header) => {
    expect(refusal(() => binary({ 'ce-subject': header }))).toMatchObject({
      type: 'invalid-event',
      pointer: '/subject',
    });
    expect(refusal(() => binary({ 'ce-myextension': header })).pointer).toBeUndefined();
  });

  test('keeps the URI of a sender that encodes nothing', () => {
    expect(binary({ 'ce-source': '/a%20b' }).attributes.source).toBe('/a%20b');
    expect(binary({ 'ce-source': '/a%2520b' }).attributes.source).toBe('/a%20b');
    expect(refusal(() => binary({ 'ce-source': '/a b' })).pointer).toBe('/source');
  });

  test.each([
    [{ 'ce-datacontenttype': JSON_TYPE }, '/datacontenttype'],
    [{ 'ce-my-extension': '1' }, undefined],
    [{ 'ce-': '1' }, undefined],
    [{ 'ce-data': '1' }, undefined],
    [{ 'ce-data_base64': 'YQ==' }, undefined],
    [{ 'ce-myextension': 'a\tb' }, undefined],
    [{ 'ce-subject': '' }, '/subject'],
    [{ 'ce-id': '%0A' }, '/id'],
  ])('with %j is refused', (headers, pointer) => {
    const { type, ...rest } = refusal(() => binary(headers as unknown as Record<string, string>));
    expect([type, rest.pointer]).toEqual(['invalid-event', pointer]);
  });
});
