import fc from 'fast-check';
import type { InjectOptions } from 'fastify';
import { describe, expect, test } from 'vitest';
import { type AppOptions, buildApp } from '../../functions/app.ts';
import { PROBLEMS, type ProblemType } from '../../functions/problems.ts';
import { BAD_INPUTS, GOOD_BODIES, SECRET } from './bad-inputs.ts';
import { FAKE_RESULT, fakeClassifier } from './fake-classifier.ts';

function appWith(options: Partial<AppOptions> = {}) {
  return buildApp({ classifier: fakeClassifier(), ...options });
}

const app = appWith();

const GOOD_POST = {
  method: 'POST',
  url: '/',
  headers: { 'content-type': 'application/json' } as Record<string, string>,
  payload: '{"mytext":"A good film."}' as string | Buffer,
} satisfies InjectOptions;

/** Sends a good request, changed by `changes`. */
function post(changes: InjectOptions = {}, to = app) {
  return to.inject({ ...GOOD_POST, ...changes, headers: { ...GOOD_POST.headers, ...changes.headers } });
}

function expectProblem(reply: Awaited<ReturnType<typeof post>>, type: ProblemType) {
  const { status, title } = PROBLEMS[type];
  expect(reply.json()).toMatchObject({
    type: `/problems/${type}`,
    title,
    status,
    detail: expect.any(String),
  });
  expect(reply.statusCode).toBe(status);
  expect(reply.headers['content-type']).toBe('application/problem+json');
}

describe('POST /', () => {
  test('a text is answered with its classification', async () => {
    const reply = await post();
    expect(reply.statusCode).toBe(200);
    expect(reply.headers['content-type']).toBe('application/json; charset=utf-8');
    expect(reply.headers.vary).toBe('Accept');
    expect(reply.json()).toEqual(FAKE_RESULT);
  });

  test('the classifier gets the text as it was sent', async () => {
    const texts: string[] = [];
    const classifier = fakeClassifier((text) => {
      texts.push(text);
      return FAKE_RESULT;
    });
    await post({ payload: '{"mytext":"  Ça va – 👍\\n"}' }, appWith({ classifier }));
    expect(texts).toEqual(['  Ça va – 👍\n']);
  });

  test.each(GOOD_BODIES)('$name is answered', async ({ body }) => {
    expect((await post({ payload: body })).statusCode).toBe(200);
  });

  test.each(BAD_INPUTS)('$name is refused as $type', async ({ body, contentType, type, pointer }) => {
    const reply = await post({
      payload: body,
      headers: { 'content-type': contentType ?? 'application/json' },
    });
    expectProblem(reply, type);
    expect(reply.json().pointer).toBe(pointer);
    expect(reply.body).not.toContain(SECRET);
  });

  test('a body without a content type is refused', async () => {
    const { 'content-type': _, ...headers } = GOOD_POST.headers;
    expectProblem(
      await app.inject({ ...GOOD_POST, headers, payload: Buffer.from('{}') }),
      'unsupported-media-type',
    );
  });

  test('a request without body and content type is refused', async () => {
    expectProblem(await app.inject({ method: 'POST', url: '/' }), 'empty-body');
  });

  test('a compressed body is refused', async () => {
    expectProblem(await post({ headers: { 'content-encoding': 'gzip' } }), 'unsupported-media-type');
  });

  test('a body that breaks off is refused', async () => {
    expectProblem(await post({ headers: { 'content-length': '500' } }), 'malformed-request');
  });

  test('query parameters that nobody serves are ignored', async () => {
    expect((await post({ url: '/?nothing=%zz&x' })).statusCode).toBe(200);
  });

  test.each([
    ['text/plain'],
    ['TEXT/PLAIN'],
    ['text/plain; charset=utf-8'],
    ['text/*'],
    ['application/json;q=0.5, text/plain'],
    ['text/html, text/plain;q=0.2'],
  ])('"Accept: %s" is answered in words', async (accept) => {
    const reply = await post({ headers: { accept } });
    expect(reply.body).toBe('Somewhat Negative');
    expect(reply.headers['content-type']).toBe('text/plain; charset=utf-8');
    expect(reply.headers.vary).toBe('Accept');
  });

  test.each([
    ['*/*'],
    ['application/*'],
    ['application/json; charset=UTF-8'],
    ['text/html, application/xhtml+xml, */*;q=0.8'],
    ['application/json, text/plain, */*'],
    ['text/plain;q=0, */*'],
    [''],
  ])('"Accept: %s" is answered in JSON', async (accept) => {
    expect((await post({ headers: { accept } })).json()).toEqual(FAKE_RESULT);
  });

  test.each([['text/html'], ['image/*'], ['*/*;q=0'], ['application/json;q=0'], ['what?']])(
    '"Accept: %s" is not acceptable',
    async (accept) => {
      const reply = await post({ headers: { accept } });
      expectProblem(reply, 'not-acceptable');
      expect(reply.headers.vary).toBe('Accept');
    },
  );

  test('an error is problem details also for a client that accepts plain text', async () => {
    expectProblem(await post({ payload: '{}', headers: { accept: 'text/plain' } }), 'missing-text');
  });

  test('a failure inside is logged and tells the client nothing', async () => {
    const lines: string[] = [];
    const failing = appWith({
      classifier: fakeClassifier(() => {
        throw new Error('weights are missing');
      }),
      logger: { stream: { write: (line: string) => lines.push(line) } },
    });
    const reply = await post({}, failing);
    expectProblem(reply, 'internal-error');
    expect(reply.body).not.toContain('weights');
    expect(lines.join('')).toContain('weights are missing');
  });
});

describe('other paths and methods', () => {
  test.each(['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'QUERY', 'TRACE', 'PROPFIND'])(
    '%s / is not allowed',
    async (method) => {
      const reply = await app.inject({ method: method as 'GET', url: '/?a=b' });
      expect(reply.statusCode).toBe(405);
      expect(reply.headers.allow).toBe('POST');
      if (method !== 'HEAD') expectProblem(reply, 'method-not-allowed');
    },
  );

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
    expect((await app.inject(url)).statusCode).toBe(200);
    expect((await app.inject({ method: 'HEAD', url })).statusCode).toBe(200);
  });

  test('while draining it is alive, not ready, and still classifies, closing each connection', async () => {
    const draining = appWith({ isDraining: () => true });
    const readiness = await draining.inject('/health/readiness');
    expectProblem(readiness, 'unavailable');
    expect(readiness.headers['retry-after']).toBe('1');
    expect((await draining.inject('/health/liveness')).statusCode).toBe(200);
    const reply = await post({}, draining);
    expect(reply.statusCode).toBe(200);
    expect(reply.headers.connection).toBe('close');
  });
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

test('whatever comes, the answer is 2xx or a problem of 4xx', async () => {
  const body = fc.oneof(
    fc.json(),
    fc.string({ unit: 'binary' }),
    fc.record({ mytext: fc.anything() }).map((value) => JSON.stringify(value) ?? ''),
    fc.record({ mytext: fc.string({ unit: 'binary' }) }).map((value) => JSON.stringify(value)),
    fc.uint8Array().map((bytes) => Buffer.from(bytes)),
  );
  // Whatever Node.js lets through as the value of a header.
  const header = fc.stringMatching(/^[\t\x20-\x7e\x80-\xff]*$/);
  const contentType = fc.oneof(
    fc.constantFrom('application/json', 'application/json; charset=utf-8'),
    header,
  );
  const accept = fc.oneof(fc.constantFrom('*/*', 'text/plain'), header);

  await fc.assert(
    fc.asyncProperty(body, contentType, accept, async (payload, type, accepted) => {
      const reply = await post({ payload, headers: { 'content-type': type, accept: accepted } });
      if (reply.statusCode === 200) return;
      expect(reply.statusCode).toBeGreaterThanOrEqual(400);
      const kind = (reply.json() as { type: string }).type.replace('/problems/', '') as ProblemType;
      expectProblem(reply, kind);
      expect(reply.statusCode).toBeLessThan(500);
    }),
    { numRuns: 1000 },
  );
});
