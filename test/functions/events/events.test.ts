import { type AddressInfo, connect } from 'node:net';
import { text as readAll } from 'node:stream/consumers';
import { HTTP, CloudEvent as PeerEvent } from 'cloudevents';
import fc from 'fast-check';
import type { InjectOptions } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PROBLEMS, type ProblemType } from '../../../functions/contract/problems.ts';
import { BAD_INPUTS, GOOD_BODIES, SECRET } from '../../helpers/bad-inputs.ts';
import { FAKE_RESULT, fakeClassifier } from '../../helpers/fake-classifier.ts';
import { appWith, inject } from '../../helpers/inject.ts';

const STRUCTURED = 'application/cloudevents+json';
const BATCH = 'application/cloudevents-batch+json';
const REPLY_TYPE = 'dev.movie-sentiment.classified.v1';
const REQUIRED = { specversion: '1.0', id: '7', source: '/reviews', type: 'org.example.reviewed' };
const EVENT = { ...REQUIRED, data: { mytext: 'Funny but flat.' } };
/** SHA-256 of `["/reviews","7"]`. */
const REPLY_ID = '86b0d8714559f5fec030dbbf9eba45a02ea1657fec6157bfa6c669a8150da527';

const app = appWith();
const eventsApp = appWith({ isEventsOnly: true });

type Headers = Record<string, string>;
const headersOf = (attributes: object): Headers =>
  Object.fromEntries(Object.entries(attributes).map(([name, value]) => [`ce-${name}`, String(value)]));

/** Sends an event in binary mode. */
function post(
  headers: Headers = {},
  payload: string | Buffer = JSON.stringify(EVENT.data),
  to = app,
  url = '/',
) {
  const all = { ...headersOf(REQUIRED), 'content-type': 'application/json', ...headers };
  return inject(to, { method: 'POST', url, headers: all, payload });
}

/** Sends an event, a batch or the bytes of one. */
function send(
  event: unknown,
  { headers = {}, to = app, url = '/' }: { headers?: Headers; to?: typeof app; url?: string } = {},
) {
  const payload = typeof event === 'string' || Buffer.isBuffer(event) ? event : JSON.stringify(event);
  const type = Array.isArray(event) ? BATCH : STRUCTURED;
  return inject(to, { method: 'POST', url, headers: { 'content-type': type, ...headers }, payload });
}

type Reply = Awaited<ReturnType<typeof send>>;

function expectProblem(reply: Reply, type: ProblemType, pointer?: string) {
  expect(reply.json()).toEqual({
    type: `/problems/${type}`,
    ...PROBLEMS[type],
    detail: expect.any(String),
    ...(pointer !== undefined && { pointer }),
  });
  expect(reply.statusCode).toBe(PROBLEMS[type].status);
  expect(reply.headers['content-type']).toBe('application/problem+json');
}

function expectTaken(reply: Reply) {
  expect(reply.statusCode).toBe(202);
  expect(reply.body).toBe('');
  expect(reply.headers['content-type']).toBeUndefined();
}

/** The headers of a reply that make it an event. */
const eventHeaders = ({ headers }: Reply) =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => name.startsWith('ce-')));

/** What each event of a batch answers. */
const ids = (reply: Reply) => reply.json().map(({ causationid }: { causationid: string }) => causationid);

describe('the reply to an event', () => {
  test('is an event in binary mode with the answer to POST / as its data', async () => {
    for (const reply of [await post(), await send(EVENT), await post({}, undefined, eventsApp)]) {
      expect(reply.statusCode).toBe(200);
      expect(reply.headers['content-type']).toBe('application/json');
      expect(reply.headers.vary).toBe('Accept');
      expect(eventHeaders(reply)).toEqual({
        'ce-specversion': '1.0',
        'ce-id': REPLY_ID,
        'ce-source': '/movie-sentiment',
        'ce-type': REPLY_TYPE,
        'ce-sentiment': 'somewhat-negative',
        'ce-label': '1',
        'ce-causationid': '7',
      });
      expect(reply.json()).toEqual(FAKE_RESULT);
      expect(reply.body).toBe((await postText()).body);
    }
  });

  test('has explanation and sentences where the query asks for them', async () => {
    const url = '/?explain=true&sentences=true';
    const { body } = await postText(url);
    expect(JSON.parse(body)).toMatchObject({ explanation: [{}], sentences: [{}] });
    expect((await post({}, undefined, app, url)).body).toBe(body);
    expect(JSON.stringify((await send([EVENT], { url })).json()[0].data)).toBe(body);
    expectProblem(await send(EVENT, { url: '/?explain=yes' }), 'invalid-query');
  });

  function postText(url = '/') {
    return inject(app, { method: 'POST', url, payload: EVENT.data });
  }

  test('keeps what tells where the event belongs, and nothing else', async () => {
    const kept = {
      subject: 'Le fabuleux destin – 100 %',
      time: '2018-04-05T17:31:00.5+02:00',
      traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
      tracestate: 'rojo=00f067aa0ba902b7,congo=t61rcWkgMzE',
      correlationid: 'c1',
      partitionkey: 'p1',
    };
    const other = {
      dataschema: 'urn:x',
      myextension: '1',
      causationid: 'before',
      label: '4',
      sentiment: 'positive',
    };
    const reply = await send({
      ...EVENT,
      ...kept,
      ...other,
      datacontenttype: 'application/json; charset=utf-8',
    });
    expect(eventHeaders(reply)).toEqual({
      ...eventHeaders(await send(EVENT)),
      ...headersOf(kept),
      'ce-subject': 'Le%20fabuleux%20destin%20%E2%80%93%20100%20%25',
    });
    const structured = await send({ ...EVENT, ...kept, ...other }, { headers: { accept: STRUCTURED } });
    expect(structured.json()).toMatchObject(kept);
    expect(eventHeaders(await send({ ...EVENT, correlationid: '', tracestate: null }))).toEqual(
      eventHeaders(await send(EVENT)),
    );
  });

  test('is the same to the byte for the same event, in whatever order its attributes come', async () => {
    const event = {
      ...EVENT,
      subject: 'é',
      time: '2018-04-05T17:31:00Z',
      partitionkey: 'a',
      traceparent: 'b',
    };
    const turned = Object.fromEntries(Object.entries(event).toReversed());
    for (const accept of ['*/*', STRUCTURED]) {
      const [first, second] = await Promise.all(
        [event, turned].map((sent) => send(sent, { headers: { accept } })),
      );
      expect(second!.body).toBe(first!.body);
      expect(Object.entries(eventHeaders(second!))).toEqual(Object.entries(eventHeaders(first!)));
    }
    expect((await send([turned])).body).toBe((await send([event])).body);
  });

  test('has another id for another source or id, however the two are cut', async () => {
    const idOf = async (source: string, id: string) =>
      (await send({ ...EVENT, source, id })).headers['ce-id'];
    const ids = await Promise.all([idOf('a', 'bc'), idOf('ab', 'c'), idOf('a', 'b'), idOf('a', '","b')]);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('comes from the source that is set', async () => {
    const eventSource = 'https://example.org/sentiment';
    expect((await post({}, undefined, appWith({ eventSource }))).headers['ce-source']).toBe(eventSource);
  });

  test.each([
    ['application/cloudevents+json'],
    ['application/cloudevents+json; charset=utf-8'],
    ['Application/CloudEvents+JSON'],
    ['application/cloudevents+json, */*;q=0.1'],
    ['application/json;q=0.5, application/cloudevents+json'],
  ])('is structured for "Accept: %s"', async (accept) => {
    for (const reply of [await post({ accept }), await send(EVENT, { headers: { accept } })]) {
      expect(reply.headers['content-type']).toBe(STRUCTURED);
      expect(eventHeaders(reply)).toEqual({});
      expect(reply.json()).toEqual({
        specversion: '1.0',
        id: REPLY_ID,
        source: '/movie-sentiment',
        type: REPLY_TYPE,
        datacontenttype: 'application/json',
        sentiment: 'somewhat-negative',
        label: '1',
        causationid: '7',
        data: FAKE_RESULT,
      });
    }
  });

  test.each([
    [''],
    ['*/*'],
    ['application/*'],
    ['application/json'],
    ['application/json, application/cloudevents+json;q=0.5'],
    ['application/cloudevents+json;q=0'],
    ['application/cloudevents-batch+json'],
    ['text/html'],
    ['*/*;q=0'],
    ['"'],
    ['what?'],
  ])('is binary for "Accept: %s"', async (accept) => {
    const reply = await post({ accept });
    expect(reply.statusCode).toBe(200);
    expect(reply.headers['content-type']).toBe('application/json');
    expect(reply.headers['ce-type']).toBe(REPLY_TYPE);
  });

  test('is structured where headers would be too long for proxies', async () => {
    const subject = 'é'.repeat(5000);
    const reply = await send({ ...EVENT, subject });
    expect(reply.headers['content-type']).toBe(STRUCTURED);
    expect(reply.json().subject).toBe(subject);
  });

  test.each(['binary', 'structured'] as const)(
    'to the cloudevents package in %s mode is valid',
    async (mode) => {
      const sent = new PeerEvent({ ...EVENT, subject: 'film/7', datacontenttype: 'application/json' });
      const { headers, body } = HTTP[mode](sent);
      const reply = await inject(app, {
        method: 'POST',
        url: '/',
        headers: { ...(headers as Headers), ...(mode === 'structured' && { accept: STRUCTURED }) },
        payload: body as string,
      });
      const got = HTTP.toEvent({ headers: reply.headers as Headers, body: reply.body }) as PeerEvent<unknown>;
      expect(got.validate()).toBe(true);
      expect(got).toMatchObject({ type: REPLY_TYPE, subject: 'film/7', causationid: '7', data: FAKE_RESULT });
    },
  );
});

describe('a batch', () => {
  test('whose answer would be too large to be whole in memory is refused', async () => {
    const classifier = fakeClassifier(() => ({ ...FAKE_RESULT, model: 'a'.repeat(10_000) }));
    const reply = await send(Array(1000).fill(EVENT), {
      headers: { 'content-type': BATCH },
      to: appWith({ classifier }),
    });
    expect(reply.statusCode).toBe(413);
    expect(reply.json()).toMatchObject({ type: '/problems/answer-too-large' });
  });

  test('is answered with a batch, in order', async () => {
    const reply = await send([EVENT, { ...EVENT, id: '8' }, { ...EVENT, id: '9', subject: 'é' }]);
    expect(reply.statusCode).toBe(200);
    expect(reply.headers['content-type']).toBe(BATCH);
    expect(ids(reply)).toEqual(['7', '8', '9']);
    const single = await send({ ...EVENT, id: '9', subject: 'é' }, { headers: { accept: STRUCTURED } });
    expect(reply.json()[2]).toEqual(single.json());
    for (const event of HTTP.toEvent({
      headers: reply.headers as Headers,
      body: reply.body,
    }) as PeerEvent[]) {
      expect(event.validate()).toBe(true);
    }
  });

  test('of nothing is taken without an answer', async () => {
    expectTaken(await send([]));
  });

  test('with an event at fault is refused, and none of it classified', async () => {
    let numClassified = 0;
    const to = appWith({
      classifier: fakeClassifier(() => {
        numClassified++;
        return FAKE_RESULT;
      }),
    });
    const refuse = async (event: object, type: ProblemType, pointer: string) =>
      expectProblem(await send([EVENT, EVENT, EVENT, event], { to }), type, pointer);
    await refuse({ ...EVENT, id: null }, 'invalid-event', '/3/id');
    await refuse({ ...EVENT, data: { mytext: 1 } }, 'invalid-text', '/3/data/mytext');
    await refuse({ ...EVENT, data: [] }, 'invalid-body', '/3/data');
    await refuse({ ...EVENT, datacontenttype: 'text/plain' }, 'unsupported-media-type', '/3/datacontenttype');
    await refuse({ ...EVENT, data: { mytext: 'a'.repeat(10_001) } }, 'text-too-long', '/3/data/mytext');
    await refuse(REQUIRED, 'missing-text', '/3/data');
    expect(numClassified).toBe(0);
  });

  test('of more than 1,000 events is refused', async () => {
    expect((await send(Array(1000).fill(EVENT))).json()).toHaveLength(1000);
    expectProblem(await send(Array(1001).fill(EVENT)), 'too-many-texts');
  });

  test('leaves the event loop to others in between', async () => {
    const to = appWith({
      classifier: fakeClassifier(() => {
        const start = performance.now();
        while (performance.now() - start < 0.5);
        return FAKE_RESULT;
      }),
    });
    let numTurns = 0;
    let isAnswered = false;
    const count = () => {
      numTurns++;
      if (!isAnswered) setImmediate(count);
    };
    count();
    await send(Array(1000).fill(EVENT), { to });
    isAnswered = true;
    // Half a second of work in turns of 10 ms.
    expect(numTurns).toBeGreaterThan(20);
  });
});

describe('an event of our own', () => {
  test('is taken without an answer, so that none goes round in circles', async () => {
    const reply = await post();
    expectTaken(await post(eventHeaders(reply) as Headers, reply.body));
    const structured = await post({ accept: STRUCTURED });
    expectTaken(await send(structured.json()));
    expectTaken(await send([structured.json(), structured.json()]));
    expectTaken(await send({ ...REQUIRED, type: REPLY_TYPE }));
  });

  test('is left out of the answer to a batch', async () => {
    const reply = await send([EVENT, { ...REQUIRED, type: REPLY_TYPE }, { ...EVENT, id: '9' }]);
    expect(ids(reply)).toEqual(['7', '9']);
  });

  test('is refused all the same when it is not valid', async () => {
    expectProblem(await send({ ...REQUIRED, type: REPLY_TYPE, id: '' }), 'invalid-event', '/id');
  });
});

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
    expectProblem(await post({ 'content-encoding': 'gzip' }), 'unsupported-media-type');
    for (const event of [EVENT, [EVENT]]) {
      expectProblem(await send(event, { headers: { 'content-encoding': 'br' } }), 'unsupported-media-type');
      expect((await send(event, { headers: { 'content-encoding': 'Identity' } })).statusCode).toBe(200);
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
  const any = fc.string({ unit: 'binary', maxLength: 20 });
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

describe('over HTTP', () => {
  const served = appWith({ isEventsOnly: true });
  beforeAll(() => served.listen({ port: 0, host: '127.0.0.1' }));
  afterAll(() => served.close());

  /** Sends the very bytes, and reads the status, the headers and the body of the answer. */
  async function exchange(method: string, headers: Headers, body = '') {
    const { port } = served.server.address() as AddressInfo;
    const lines = Object.entries({
      Host: 'a',
      Connection: 'close',
      'Content-Length': body.length,
      ...headers,
    });
    const socket = connect(port, '127.0.0.1');
    socket.end(
      `${method} / HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n${body}`,
    );
    const [head = '', answer] = (await readAll(socket)).split('\r\n\r\n');
    const [statusLine = '', ...answered] = head.split('\r\n');
    return {
      status: Number(statusLine.split(' ')[1]),
      headers: Object.fromEntries(answered.map((line) => line.split(': ') as [string, string])),
      body: answer,
    };
  }

  test('the letter case of headers does not matter, and bytes above 127 are UTF-8', async () => {
    const reply = await exchange(
      'POST',
      {
        'CE-SpecVersion': '1.0',
        'Ce-Id': '7',
        'ce-SOURCE': '/reviews',
        'CE-TYPE': 'org.example.reviewed',
        'Ce-Subject': 'café',
        'CONTENT-TYPE': 'Application/JSON',
      },
      JSON.stringify(EVENT.data),
    );
    expect(reply.status).toBe(200);
    expect(reply.headers).toMatchObject({ 'ce-id': REPLY_ID, 'ce-subject': 'caf%C3%A9' });
    expect(JSON.parse(reply.body!)).toEqual(FAKE_RESULT);
  });

  test('a reply that comes back is taken without an answer', async () => {
    const { headers, body } = await exchange('POST', { ...headersOf(REQUIRED) }, JSON.stringify(EVENT.data));
    const sent = Object.entries(headers).filter(([name]) => /^(ce-|content-type$)/.test(name));
    expect(await exchange('POST', Object.fromEntries(sent), body)).toMatchObject({
      status: 202,
      body: '',
      headers: { 'content-length': '0' },
    });
  });

  test('any sender may send webhooks', async () => {
    const reply = await exchange('OPTIONS', {
      'WebHook-Request-Origin': 'eventemitter.example.com',
      'WebHook-Request-Callback': 'http://127.0.0.1:1/confirm?key=a',
      'WebHook-Request-Rate': '120',
    });
    expect(reply.status).toBe(200);
    expect(reply.body).toBe('');
    expect(reply.headers['webhook-allowed-origin']).toBe('eventemitter.example.com');
    expect(reply.headers['webhook-allowed-rate']).toBe('*');
    expect(reply.headers.allow).toContain('POST');
  });
});

describe('OPTIONS', () => {
  test('without the handshake gives no permission', async () => {
    const reply = await inject(app, {
      method: 'OPTIONS',
      url: '/',
      headers: { 'webhook-request-rate': '1' },
    });
    expect(reply.statusCode).toBe(204);
    expect(reply.headers.allow).toContain('POST');
    expect(reply.headers).not.toHaveProperty('webhook-allowed-origin');
    expect(reply.headers).not.toHaveProperty('webhook-allowed-rate');
  });

  test.each(['a b', 'a, b', '"', 'é', '€', '', 'a'.repeat(256)])(
    'does not say again what is no name of a sender: "%s"',
    async (origin) => {
      for (const to of [app, eventsApp]) {
        const headers = { 'webhook-request-origin': origin };
        const reply = await inject(to, { method: 'OPTIONS', url: '/', headers });
        expect(reply.statusCode).toBe(200);
        expect(reply.headers['webhook-allowed-origin']).toBe('*');
      }
    },
  );
});
