import { once } from 'node:events';
import { request } from 'node:http';
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import type { InjectOptions } from 'fastify';
import { describe, expect, test } from 'vitest';
import { createDrain } from '../../functions/service/drain.ts';
import { BAD_INPUTS, SECRET } from '../helpers/bad-inputs.ts';
import { fakeClassifier, inSteps } from '../helpers/fake-classifier.ts';
import { appWith, expectProblem, inject, postJson } from '../helpers/inject.ts';

const app = appWith();
const GOOD_TEXT = { mytext: 'A good film.' };

/** Sends a good request, changed by `changes`. */
function post(changes: InjectOptions = {}, to = app) {
  return postJson(to, '/', GOOD_TEXT, changes);
}

describe('other paths and methods', () => {
  test.each(['PUT', 'PATCH', 'DELETE', 'QUERY', 'TRACE', 'PROPFIND'])(
    '%s / is not allowed',
    async (method) => {
      const reply = await inject(app, { method: method as 'PUT', url: '/?a=b' });
      expectProblem(reply, 'method-not-allowed');
      expect(reply.headers.allow).toBe('POST, OPTIONS, GET, HEAD');
    },
  );

  test('a HEAD that is not allowed has no body', async () => {
    const reply = await inject(app, { method: 'HEAD', url: '/batch' });
    expect([reply.statusCode, reply.headers.allow, reply.body]).toEqual([405, 'POST', '']);
  });

  test('a wrong method matters more than a wrong body', async () => {
    const payload = 'a'.repeat(2_000_000);
    expectProblem(await post({ method: 'PUT', payload: '{' }), 'method-not-allowed');
    expectProblem(await post({ method: 'PUT', payload }), 'method-not-allowed');
    expectProblem(await post({ method: 'PUT', headers: { 'content-type': 'x' } }), 'method-not-allowed');
  });

  test('a health check allows GET and HEAD', async () => {
    const reply = await post({ url: '/health/liveness' });
    expectProblem(reply, 'method-not-allowed');
    expect(reply.headers.allow).toBe('GET, HEAD');
  });

  test.each(['/nothing', '/health', '/health/readiness/', '//', `/${SECRET}?a=${SECRET}`, '/*', '/:a('])(
    '%s is not found',
    async (url) => {
      const reply = await post({ url });
      expectProblem(reply, 'not-found');
      expect(reply.body).not.toContain(SECRET);
    },
  );

  test.each(['/%zz', '/%', '/%c0%af'])('%s cannot be decoded', async (url) => {
    expectProblem(await post({ url }), 'malformed-request');
  });
});

describe('health', () => {
  test.each(['/health/liveness', '/health/readiness'])('%s answers 200', async (url) => {
    expect((await inject(app, url)).statusCode).toBe(200);
    expect((await inject(app, { method: 'HEAD', url })).statusCode).toBe(200);
  });

  test('while draining it is alive, not ready, and still classifies, closing each connection', async () => {
    const drain = createDrain();
    drain.begin();
    const draining = appWith({ drain });
    const readiness = await inject(draining, '/health/readiness');
    expectProblem(readiness, 'unavailable');
    expect(readiness.headers['retry-after']).toBe('1');
    expect((await inject(draining, '/health/liveness')).statusCode).toBe(200);
    const reply = await post({}, draining);
    expect(reply.statusCode).toBe(200);
    expect(reply.headers.connection).toBe('close');
  });
});

test.each([
  ['a description', { url: '/' }],
  ['the page', { url: '/', headers: { accept: 'text/html' } }],
  ['the model', { url: '/model' }],
  ['metrics', { url: '/metrics' }],
  ['the document', { url: '/openapi.json' }],
  ['the methods', { method: 'OPTIONS', url: '/' }],
  ['a problem', { url: '/nothing' }],
  ['a path that cannot be decoded', { url: '/%zz' }],
  ['an answer to HEAD', { method: 'HEAD', url: '/model' }],
  ['an error of the inference protocol', { url: '/v2/nothing' }],
] as const)('a browser is to take %s for what its content type says', async (_, request) => {
  const reply = await inject(appWith({ hasInferenceProtocol: true }), { ...request });
  expect(reply.headers['x-content-type-options']).toBe('nosniff');
});

describe('the log', () => {
  async function logOf(...requests: InjectOptions[]) {
    const lines: string[] = [];
    const logged = appWith({ logger: { stream: { write: (line: string) => lines.push(line) } } });
    for (const request of requests) await post(request, logged);
    return { text: lines.join(''), lines: lines.map((line) => JSON.parse(line) as Record<string, unknown>) };
  }

  test('each request is one line of method, route, status and duration', async () => {
    const requests = [
      {},
      { payload: '' },
      { url: '/health/liveness', method: 'GET' as const },
      { url: '/no' },
    ];
    const { lines } = await logOf(...requests, { url: '/%zz' });
    expect(lines.map(({ method, route, status }) => [method, route, status])).toEqual([
      ['POST', '/', 200],
      ['POST', '/', 400],
      ['GET', '/health/liveness', 200],
      ['POST', null, 404],
      ['POST', null, 400],
    ]);
    for (const { durationMs } of lines) expect(durationMs).toEqual(expect.any(Number));
  });

  test('it holds neither text, nor query, nor path, nor header', async () => {
    const { text, lines } = await logOf(
      { payload: `{"mytext":"${SECRET}"}`, url: `/?q=${SECRET}`, headers: { 'x-a': SECRET, accept: SECRET } },
      { url: `/${SECRET}` },
      { url: `/%zz${SECRET}` },
      ...BAD_INPUTS.map(({ body, contentType }) => ({
        payload: body,
        headers: { 'content-type': contentType ?? 'application/json' },
      })),
    );
    expect(lines).toHaveLength(BAD_INPUTS.length + 3);
    expect(text).not.toContain(SECRET);
  });
});

describe('CORS', () => {
  const ORIGIN = 'https://films.example';
  const headers = { origin: ORIGIN };
  const PREFLIGHT = {
    ...headers,
    'access-control-request-method': 'POST',
    'access-control-request-headers': 'content-type, ce-id',
  };
  const corsHeaders = (reply: { headers: object }) =>
    Object.keys(reply.headers).filter((name) => name.startsWith('access-control-'));

  test('is off without origins', async () => {
    expect(corsHeaders(await post({ headers }))).toEqual([]);
    const preflight = await inject(app, { method: 'OPTIONS', url: '/batch', headers: PREFLIGHT });
    expectProblem(preflight, 'method-not-allowed');
    expect(corsHeaders(await inject(app, { method: 'OPTIONS', url: '/', headers: PREFLIGHT }))).toEqual([]);
  });

  test('lets pages of these origins read answers, errors too', async () => {
    const open = appWith({ corsOrigins: [ORIGIN, 'https://b.example'] });
    for (const payload of ['{"mytext":"Fine."}', '{']) {
      const reply = await post({ headers, payload }, open);
      expect(reply.headers).toMatchObject({
        'access-control-allow-origin': ORIGIN,
        'access-control-expose-headers': '*',
        vary: 'Origin, Accept',
      });
    }
    const nothing = await inject(open, { url: '/nothing', headers });
    expect(nothing.headers).toMatchObject({ 'access-control-allow-origin': ORIGIN, vary: 'Origin' });
  });

  test('says no to pages of others', async () => {
    const open = appWith({ corsOrigins: [ORIGIN] });
    const reply = await post({ headers: { origin: 'https://evil.example' } }, open);
    expect(reply.statusCode).toBe(200);
    expect(reply.headers).not.toHaveProperty('access-control-allow-origin');
    expect(reply.headers.vary).toBe('Origin, Accept');
  });

  test('"*" lets all pages', async () => {
    const reply = await post({ headers }, appWith({ corsOrigins: '*' }));
    expect(reply.headers['access-control-allow-origin']).toBe('*');
    expect(reply.headers.vary).toBe('Accept');
  });

  test.each(['/', '/batch', '/v2/models/movie-sentiment/infer'])(
    'a page may ask beforehand whether it may post to %s',
    async (url) => {
      const open = appWith({ corsOrigins: [ORIGIN], hasInferenceProtocol: true });
      const reply = await open.inject({ method: 'OPTIONS', url, headers: PREFLIGHT });
      expect(reply.statusCode).toBeLessThan(300);
      expect(reply.headers).toMatchObject({
        'access-control-allow-origin': ORIGIN,
        'access-control-allow-methods': 'GET, HEAD, POST',
        'access-control-allow-headers': 'content-type, ce-id',
        'access-control-max-age': '86400',
      });
    },
  );
});

describe('a trace', () => {
  const TRACE_ID = '4bf92f3577b34da6a3ce929d0e0e4736';
  const SPAN_ID = '00f067aa0ba902b7';
  const traceparent = `00-${TRACE_ID}-${SPAN_ID}-01`;

  test.each([
    ['a result', {}],
    ['an error', { payload: '{' }],
    ['an unknown path', { url: '/nothing' }],
  ])('stands in %s and in the log line', async (_, changes) => {
    const lines: string[] = [];
    const logged = appWith({ logger: { stream: { write: (line: string) => lines.push(line) } } });
    const reply = await post({ ...changes, headers: { traceparent } }, logged);
    expect(reply.headers.traceparent).toBe(traceparent);
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([{ traceId: TRACE_ID, spanId: SPAN_ID }]);
  });

  test('that is malformed comes back nowhere', async () => {
    const lines: string[] = [];
    const logged = appWith({ logger: { stream: { write: (line: string) => lines.push(line) } } });
    const reply = await post({ headers: { traceparent: `00-${SECRET}` } }, logged);
    expect(reply.headers).not.toHaveProperty('traceparent');
    expect(lines.join()).not.toContain('traceId');
    expect(lines.join()).not.toContain(SECRET);
  });
});

describe('overload', () => {
  const PROBES = ['/health/liveness', '/health/readiness', '/metrics'];

  async function expectTurnedAway(app: ReturnType<typeof appWith>) {
    const reply = await postJson(app, '/', GOOD_TEXT);
    expectProblem(reply, 'overloaded');
    expect(reply.headers['retry-after']).toBe('1');
    for (const url of PROBES) expect((await inject(app, url)).statusCode).toBe(200);
  }

  test('with more than 100 jobs waiting new posts are turned away, and taken when those are done', async () => {
    let isReleased = false;
    const classifier = fakeClassifier();
    classifier.classifyInSteps = inSteps(function* (text) {
      while (!isReleased) yield;
      return classifier.classify(text);
    });
    const busy = appWith({ classifier });
    const works = Array.from({ length: 130 }, () => postJson(busy, '/batch', { mytexts: ['Fine.'] }));
    for (let i = 0; i < 5; i++) await nextTurn();
    await expectTurnedAway(busy);
    isReleased = true;
    const statuses = (await Promise.all(works)).map(({ statusCode }) => statusCode);
    const numTaken = statuses.filter((status) => status === 200).length;
    expect(numTaken).toBeGreaterThan(100);
    expect(statuses.filter((status) => status === 503)).toHaveLength(130 - numTaken);
    expect(numTaken).toBeLessThan(110);
    expect((await postJson(busy, '/', GOOD_TEXT)).statusCode).toBe(200);
  });

  test('a body is taken to its end, unread, before its post is turned away', async () => {
    const classifier = fakeClassifier();
    const stop = new AbortController();
    classifier.classifyInSteps = inSteps(function* (text) {
      while (!stop.signal.aborted) yield;
      return classifier.classify(text);
    });
    const busy = appWith({ classifier });
    const url = await busy.listen({ port: 0, host: '127.0.0.1' });
    const works = Array.from({ length: 130 }, () => postJson(busy, '/batch', { mytexts: ['Fine.'] }));
    for (let i = 0; i < 5; i++) await nextTurn();
    const body = JSON.stringify({ mytext: 'a'.repeat(9000) });
    const post = request(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'content-length': body.length },
    });
    let status: number | undefined;
    const answered = once(post, 'response').then(([response]) => {
      status = response.resume().statusCode;
    });
    post.write(body.slice(0, 8000));
    await sleep(1500);
    expect(status).toBeUndefined();
    post.end(body.slice(8000));
    await answered;
    expect(status).toBe(503);
    stop.abort();
    await Promise.all(works);
    await busy.close();
  });

  test('however late the event loop is, a post with nothing before it is taken', async () => {
    const slow = appWith();
    await slow.ready();
    for (let i = 0; i < 5; i++) {
      const pause = performance.now() + 100;
      while (performance.now() < pause);
      expect((await postJson(slow, '/', GOOD_TEXT)).statusCode).toBe(200);
    }
  });
});
