import { HTTP, CloudEvent as PeerEvent } from 'cloudevents';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { finish } from '../../../classifier/src/index.ts';
import { decodeBatch, decodeEvent, isEvent, modeOf } from '../../../functions/cloud-events/decode.ts';
import {
  encodeBatch,
  encodeBinary,
  encodeStructured,
  type JsonEvent,
  type Message,
  toJson,
} from '../../../functions/cloud-events/encode.ts';
import { pointInto, readData } from '../../../functions/cloud-events/event.ts';
import { decodeHeaderValue, encodeHeaderValue } from '../../../functions/cloud-events/header-value.ts';
import { type ProblemType, problem } from '../../../functions/contract/problems.ts';

const JSON_TYPE = 'application/json' as const;
const REQUIRED = { specversion: '1.0', id: '7', source: '/reviews', type: 'org.example.reviewed' };
const HEADERS = {
  'ce-specversion': '1.0',
  'ce-id': '7',
  'ce-source': '/reviews',
  'ce-type': 'org.example.reviewed',
  'content-type': JSON_TYPE as string,
};

const binary = (headers: Record<string, string> = {}, body = '{"mytext":"Fine."}') =>
  decodeEvent({ ...HEADERS, ...headers }, Buffer.from(body));
const structured = (event: unknown, contentType = 'application/cloudevents+json') =>
  decodeEvent({ 'content-type': contentType }, Buffer.from(JSON.stringify(event)));
const batched = (batch: unknown) =>
  finish(
    decodeBatch({ 'content-type': 'application/cloudevents-batch+json' }, Buffer.from(JSON.stringify(batch))),
  );
const decode = ({ headers, body }: Message) => decodeEvent(headers, Buffer.from(body));

/** What is thrown: the kind of problem and where it points. */
function refusal(work: () => unknown) {
  try {
    work();
  } catch (error) {
    return error as { type: ProblemType; pointer?: string; message: string };
  }
  throw new Error('nothing was refused');
}

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
    const { 'content-type': _, ...headers } = HEADERS;
    const event = decodeEvent(headers, Buffer.from('{"mytext":"Fine."}'));
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

  test.each(['gzip', 'br'])('in %s is refused', (encoding) => {
    expect(refusal(() => binary({ 'content-encoding': encoding })).type).toBe('unsupported-media-type');
  });
});

describe('an event in structured mode', () => {
  test.each([
    'application/cloudevents+json',
    'application/cloudevents+json; charset=utf-8',
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

  test.each(['text/plain', 'application/vnd.example+json', 'json', '', 'application/json; charset=utf-16'])(
    'are not of the type "%s"',
    (datacontenttype) => {
      for (const members of [{}, { data: 'a' }, { data_base64: 'YQ==' }]) {
        expect(refusal(() => data({ ...members, datacontenttype })).type).toBe('unsupported-media-type');
      }
    },
  );

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

describe('a batch', () => {
  test('holds events in order, which may be none', () => {
    expect(batched([])).toEqual([]);
    const events = batched([
      { ...REQUIRED, data: 1 },
      { ...REQUIRED, id: '8' },
    ]);
    expect(events.map(({ attributes, pointer }) => [attributes.id, pointer])).toEqual([
      ['7', '/0'],
      ['8', '/1'],
    ]);
  });

  test.each([
    [[REQUIRED, REQUIRED, REQUIRED, { ...REQUIRED, id: '' }], '/3/id'],
    [[REQUIRED, { ...REQUIRED, specversion: '0.3' }], '/1/specversion'],
    [[null], '/0'],
    [[[REQUIRED]], '/0'],
    [[{ ...REQUIRED, A: 1 }], '/0'],
    [[{ ...REQUIRED, data_base64: 1 }], '/0/data_base64'],
    [REQUIRED, undefined],
    ['a', undefined],
  ])('%j is refused', (batch, pointer) => {
    const fault = refusal(() => batched(batch));
    expect([fault.type, fault.pointer]).toEqual(['invalid-event', pointer]);
  });

  test('holds 1,000 events and no more', () => {
    expect(batched(Array(1000).fill(REQUIRED))).toHaveLength(1000);
    expect(refusal(() => batched(Array(1001).fill(REQUIRED))).type).toBe('too-many-texts');
  });
});

describe('what is encoded', () => {
  test.each([
    ['Euro € 😀', 'Euro%20%E2%82%AC%20%F0%9F%98%80'],
    ['"100%"', '%22100%25%22'],
    ["!#$&'()*+,-./09:;<=>?@AZ[\\]^_`az{|}~", "!#$&'()*+,-./09:;<=>?@AZ[\\]^_`az{|}~"],
    ['a\r\nb: c\u007f', 'a%0D%0Ab:%20c%7F'],
    ['a\ud800b\udc00', 'a%EF%BF%BDb%EF%BF%BD'],
  ])('as a header: %j', (value, header) => {
    expect(encodeHeaderValue(value)).toBe(header);
  });

  const value = fc
    .string({ unit: 'binary', minLength: 1 })
    .filter((string) => !/[\p{Cc}\p{Noncharacter_Code_Point}]/u.test(string));
  const name = fc
    .stringMatching(/^[a-z0-9]{1,20}$/)
    .filter((string) => string !== 'data' && string !== 'time');
  const event: fc.Arbitrary<JsonEvent> = fc.record({
    attributes: fc
      .tuple(
        fc.dictionary(name, value),
        fc.record({ id: value, type: value, subject: value }),
        fc.webUrl({ withQueryParameters: true, withFragments: true }),
      )
      .map(([extensions, core, source]) => ({
        ...extensions,
        ...core,
        ...{ specversion: '1.0', source, dataschema: source, datacontenttype: JSON_TYPE },
      })),
    data: fc.jsonValue(),
  });
  /** JSON has no negative zero. */
  const json = (data: unknown) => JSON.parse(JSON.stringify(data));

  test('is decoded to the same event in every mode', () => {
    fc.assert(
      fc.property(event, (sent) => {
        const { headers, body } = encodeBatch([toJson(sent)]);
        const batch = finish(decodeBatch(headers, Buffer.from(body)));
        for (const got of [decode(encodeBinary(sent)), decode(encodeStructured(sent)), ...batch]) {
          expect(got.attributes).toEqual(sent.attributes);
          expect(readData(got)).toEqual(json(sent.data));
        }
      }),
      { numRuns: 500 },
    );
  });

  test('in headers is printable ASCII', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.integer({ max: 0xffff }).map((unit) => String.fromCharCode(unit)) }),
        (any) => {
          const header = encodeHeaderValue(any);
          expect(header).toMatch(/^[\x21-\x7e]*$/);
          expect(decodeHeaderValue(header)).toBe(any.toWellFormed());
        },
      ),
    );
  });
});

describe('the cloudevents package', () => {
  const sent = new PeerEvent({
    ...REQUIRED,
    time: '2018-04-05T17:31:00.000Z',
    subject: 'film/7',
    dataschema: 'https://example.org/schema.json',
    partitionkey: 'a',
    priority: 5,
    isnew: true,
    datacontenttype: JSON_TYPE,
    data: { mytext: 'Ça va' },
  });

  test.each(['binary', 'structured'] as const)('sends an event in %s mode that is taken', (mode) => {
    const { headers, body } = HTTP[mode](sent);
    const lowerCase = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]);
    const got = decodeEvent(Object.fromEntries(lowerCase), Buffer.from(body as string));
    expect(got.attributes).toMatchObject({
      ...REQUIRED,
      time: '2018-04-05T17:31:00.000Z',
      subject: 'film/7',
      dataschema: 'https://example.org/schema.json',
      partitionkey: 'a',
      priority: '5',
      isnew: 'true',
    });
    expect(readData(got)).toEqual({ mytext: 'Ça va' });
  });

  test('takes an event in either mode', () => {
    const event: JsonEvent = {
      attributes: { ...REQUIRED, subject: 'film/7', label: '1', datacontenttype: JSON_TYPE },
      data: { a: 'é' },
    };
    for (const { headers, body } of [encodeBinary(event), encodeStructured(event)]) {
      const got = HTTP.toEvent({ headers, body }) as PeerEvent<unknown>;
      expect(got.validate()).toBe(true);
      expect(got).toMatchObject({ ...event.attributes, data: event.data });
    }
    const { headers, body } = encodeBatch([toJson(event), toJson(event)]);
    expect(HTTP.toEvent({ headers, body })).toHaveLength(2);
  });
});
