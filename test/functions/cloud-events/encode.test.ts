import { HTTP, CloudEvent as PeerEvent } from 'cloudevents';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { finish } from '../../../classifier/src/index.ts';
import { decodeBatch, decodeEvent } from '../../../functions/cloud-events/decode.ts';
import {
  BATCH_TYPE,
  encodeBinary,
  encodeStructured,
  type HttpMessage,
  type JsonEvent,
  toJson,
} from '../../../functions/cloud-events/encode.ts';
import { readData } from '../../../functions/cloud-events/event.ts';
import { decodeHeaderValue, encodeHeaderValue } from '../../../functions/cloud-events/header-value.ts';
import { JSON_TYPE } from '../../../functions/contract/media-types.ts';
import { anyCharacter, anyUrl } from '../../helpers/any-text.ts';
import { REQUIRED } from '../../helpers/cloud-events.ts';

const decode = ({ headers, body }: HttpMessage) => decodeEvent(headers, Buffer.from(body));

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
    .string({ unit: anyCharacter, minLength: 1 })
    .filter((string) => !/[\p{Cc}\p{Noncharacter_Code_Point}]/u.test(string));
  const name = fc
    .stringMatching(/^[a-z0-9]{1,20}$/)
    .filter((string) => string !== 'data' && string !== 'time');
  const event: fc.Arbitrary<JsonEvent> = fc.record({
    attributes: fc
      .tuple(fc.dictionary(name, value), fc.record({ id: value, type: value, subject: value }), anyUrl)
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
        const batch = finish(decodeBatch({ 'content-type': BATCH_TYPE }, Buffer.from(`[${toJson(sent)}]`)));
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
    const body = `[${toJson(event)},${toJson(event)}]`;
    expect(HTTP.toEvent({ headers: { 'content-type': BATCH_TYPE }, body })).toHaveLength(2);
  });
});
