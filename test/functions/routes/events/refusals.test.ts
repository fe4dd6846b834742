import fc from 'fast-check';
import type { InjectOptions } from 'fastify';
import { describe, expect, test } from 'vitest';
import { anyCharacter } from '../../../helpers/any-text.ts';
import { BAD_INPUTS, GOOD_BODIES, SECRET } from '../../../helpers/bad-inputs.ts';
import {
  app,
  BATCH,
  EVENT,
  expectTaken,
  headersOf,
  post,
  REPLY_TYPE,
  REQUIRED,
  STRUCTURED,
  send,
} from '../../../helpers/cloud-events.ts';
import { appWith, expectProblem, inject } from '../../../helpers/inject.ts';

const eventsApp = appWith({ isEventsOnly: true });

describe('bad data', () => {
  const jsonEvent = (data: string | Buffer, member: string, datacontenttype: string | undefined) =>
    Buffer.concat([
      Buffer.from(`${JSON.stringify({ ...REQUIRED, datacontenttype }).slice(0, -1)},"${member}":`),
      Buffer.from(data),
      Buffer.from('}'),
    ]);

  test.each(BAD_INPUTS)(
    'in binary mode: $name is refused as $type',
    async ({ body, contentType, type, pointer }) => {
      const reply = await post(contentType === undefined ? {} : { 'content-type': contentType }, body);
      expectProblem(reply, type, pointer);
      expect(reply.body).not.toContain(SECRET);
    },
  );

  test.each(BAD_INPUTS)(
    'in structured mode: $name is refused',
    async ({ body, contentType, type, pointer }) => {
      const reply = await send(jsonEvent(body, 'data', contentType));
      // Broken data break the event.
      const ofEvent = type === 'empty-body' ? 'malformed-json' : type;
      const isWhole = ['malformed-json', 'invalid-utf-8', 'body-too-large'].includes(ofEvent);
      const member = type === 'unsupported-media-type' ? '/datacontenttype' : `/data${pointer ?? ''}`;
      expectProblem(reply, ofEvent, isWhole ? undefined : member);
      expect(reply.body).not.toContain(SECRET);
    },
  );

  test.each(BAD_INPUTS)('in base64: $name is refused as $type', async ({ body, contentType, type }) => {
    const base64 = JSON.stringify(Buffer.from(body).toString('base64'));
    const reply = await send(jsonEvent(base64, 'data_base64', contentType));
    const member = type === 'unsupported-media-type' ? '/datacontenttype' : '/data_base64';
    expectProblem(reply, type, type === 'body-too-large' ? undefined : member);
  });

  test.each(GOOD_BODIES)('is not what looks odd: $name', async ({ name, body }) => {
    expect((await post({}, body)).statusCode).toBe(200);
    const base64 = JSON.stringify(Buffer.from(body).toString('base64'));
    expect((await send(jsonEvent(base64, 'data_base64', undefined))).statusCode).toBe(200);
    if (name === 'a byte order mark') return; // JSON has it only at its start
    expect((await send(jsonEvent(body, 'data', undefined))).statusCode).toBe(200);
  });
});

describe('what is refused', () => {
  test('is what is no event, where events alone are taken', async () => {
    for (const type of ['application/json', 'text/plain']) {
      const headers = { 'content-type': type, 'ce-id': '7' };
      expectProblem(
        await inject(eventsApp, { method: 'POST', url: '/', headers, payload: '{"mytext":"Fine."}' }),
        'invalid-event',
      );
    }
    expectProblem(await inject(eventsApp, { method: 'POST', url: '/' }), 'invalid-event');
  });

  test('is an event that lacks an attribute, or has one twice', async () => {
    for (const name of ['ce-id', 'ce-source', 'ce-type']) {
      const { [name]: _, ...headers } = headersOf(REQUIRED);
      const reply = await inject(app, { method: 'POST', url: '/', headers, payload: EVENT.data });
      expectProblem(reply, 'invalid-event', `/${name.slice(3)}`);
    }
    expectProblem(await post({ 'ce-specversion': '1.0, 1.0' }), 'invalid-event', '/specversion');
  });

  test('is a body in another encoding or format', async () => {
    expectProblem(await post({ 'content-encoding': 'gzip' }), 'invalid-encoding');
    for (const event of [EVENT, [EVENT]]) {
      expectProblem(await send(event, { headers: { 'content-encoding': 'br' } }), 'unsupported-media-type');
      for (const none of ['', 'Identity']) {
        expect((await send(event, { headers: { 'content-encoding': none } })).statusCode).toBe(200);
      }
    }
    for (const type of ['application/cloudevents+avro', 'application/cloudevents-batch+xml']) {
      expectProblem(await send(EVENT, { headers: { 'content-type': type } }), 'unsupported-media-type');
    }
  });

  test('is not said again, neither to the client nor in the log', async () => {
    const lines: string[] = [];
    const to = appWith({ logger: { stream: { write: (line: string) => lines.push(line) } } });
    const events = [
      ...['id', 'source', 'type', 'specversion', 'time', 'dataschema'].map((name) => ({
        [name]: `${SECRET} \n`,
      })),
      ...[{ [SECRET]: {} }, { [`${SECRET}_`]: 1 }, { data_base64: SECRET }, { datacontenttype: SECRET }],
    ];
    for (const fault of events) {
      for (const event of [{ ...EVENT, ...fault }, [{ ...EVENT, ...fault }]]) {
        const reply = await send(event, { to });
        expect([400, 415]).toContain(reply.statusCode);
        expect(reply.body).not.toContain(SECRET);
      }
    }
    expect((await post({ 'ce-id': SECRET, 'ce-time': SECRET }, undefined, to)).body).not.toContain(SECRET);
    expect((await post({ 'ce-subject': SECRET, [`ce-${SECRET}`]: SECRET }, undefined, to)).statusCode).toBe(
      200,
    );
    expect(lines).toHaveLength(2 * events.length + 2);
    expect(lines.join('')).not.toContain(SECRET);
  });
});

test('whatever event comes, the answer is an event, nothing, or a problem that brokers do not retry', async () => {
  const any = fc.string({ unit: anyCharacter, maxLength: 20 });
  const header = fc.stringMatching(/^[\t\x20-\x7e\x80-\xff]{0,30}$/);
  const name = fc.constantFrom(
    'id',
    'source',
    'type',
    'specversion',
    'time',
    'subject',
    'dataschema',
    'data',
    'a',
    '-',
  );
  const attributes = fc.dictionary(fc.oneof(name, any), fc.oneof(any, fc.jsonValue(), fc.constant('1.0')));
  const event = fc
    .tuple(
      attributes,
      fc.option(fc.constantFrom('data', 'data_base64')),
      fc.oneof(fc.jsonValue(), fc.constant(EVENT.data)),
    )
    .map(([more, member, data]) => ({ ...REQUIRED, ...more, ...(member && { [member]: data }) }));
  const type = fc.oneof(fc.constantFrom(STRUCTURED, BATCH, 'application/json'), header);
  const headers = fc
    .tuple(
      fc.dictionary(
        name.map((suffix) => `ce-${suffix}`),
        header,
      ),
      fc.record({ 'content-type': type, accept: header }, { requiredKeys: [] }),
    )
    .map(([more, plain]) => ({ ...more, ...plain }));
  const payload = fc.oneof(
    fc
      .oneof(event, fc.array(event), fc.constant(EVENT.data), fc.jsonValue())
      .map((value) => JSON.stringify(value)),
    fc.uint8Array().map((bytes) => Buffer.from(bytes)),
  );
  await fc.assert(
    fc.asyncProperty(headers, fc.boolean(), payload, async (some, isWhole, body) => {
      const options: InjectOptions = {
        method: 'POST',
        url: '/',
        headers: { ...(isWhole && headersOf(REQUIRED)), ...some },
        payload: body,
      };
      const reply = await inject(eventsApp, options);
      expect([200, 202, 400, 413, 415]).toContain(reply.statusCode);
      if (reply.statusCode === 202) expectTaken(reply);
      if (reply.statusCode >= 400) expect(reply.json().status).toBe(reply.statusCode);
      if (reply.statusCode !== 200) return;
      const { 'content-type': contentType, 'ce-type': replyType } = reply.headers;
      if (contentType === 'application/json') expect(replyType).toBe(REPLY_TYPE);
      else if (contentType === STRUCTURED) expect(reply.json().type).toBe(REPLY_TYPE);
      else expect(reply.json()[0].type).toBe(REPLY_TYPE);
    }),
    { numRuns: 1000 },
  );
});
