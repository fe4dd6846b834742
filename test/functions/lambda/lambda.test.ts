import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { text as readAll } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { BAD_INPUTS, GOOD_BODIES, SECRET } from '../../helpers/bad-inputs.ts';
import { built } from '../../helpers/built.ts';
import { LAMBDA_EVENTS, type LambdaRequest } from '../../helpers/lambda-events.ts';
import { invokeLambda, startLambda } from '../../helpers/start-lambda.ts';

let folder = '';
let modelName = '';
let runtime: ChildProcess;

beforeAll(async () => {
  ({ name: modelName, folder } = await built('lambda'));
  runtime = startLambda(folder);
  await once(runtime, 'message');
});

afterAll(() => {
  runtime.kill('SIGKILL');
});

const GOOD = JSON.stringify({ mytext: 'A lovely film, “très” good.' });

describe.each(Object.entries(LAMBDA_EVENTS))('from %s', (kind, toEvent) => {
  const send = (request: LambdaRequest) => invokeLambda(runtime, toEvent(request));
  const areLists = kind === 'a REST API' || kind === 'a load balancer with lists';

  test('a text is classified, in base64 too', async () => {
    const answer = await send({ body: GOOD });
    expect(answer.statusCode).toBe(200);
    expect(JSON.parse(answer.body)).toMatchObject({ sentiment: 'positive', model: modelName });
    expect(answer.isBase64Encoded).toBe(false);
    expect(answer.headers['content-type']).toBe('application/json; charset=utf-8');
    expect(answer.multiValueHeaders?.['content-type']).toEqual(
      areLists ? ['application/json; charset=utf-8'] : undefined,
    );
    expect((await send({ body: GOOD, isBase64: true })).body).toBe(answer.body);
  });

  test('the query and Accept are read', async () => {
    const query = { explain: 'true', sentences: 'true', other: 'a b&c=ü,d' };
    expect(JSON.parse((await send({ body: GOOD, query })).body)).toMatchObject({
      explanation: expect.any(Array),
      sentences: [expect.any(Object)],
    });
    const headers = { 'Content-Type': 'application/json', Accept: 'text/plain' };
    expect(await send({ body: GOOD, headers })).toMatchObject({ statusCode: 200, body: 'Positive' });
  });

  test('every route is there', async () => {
    for (const path of [
      '/',
      '/model',
      '/openapi.json',
      '/metrics',
      '/health/liveness',
      '/health/readiness',
    ]) {
      expect((await send({ method: 'GET', path, headers: {} })).statusCode).toBe(200);
    }
    expect(await send({ method: 'GET', path: '/none', headers: {} })).toMatchObject({ statusCode: 404 });
    const wrongMethod = await send({ method: 'DELETE', headers: {} });
    expect(wrongMethod).toMatchObject({
      statusCode: 405,
      headers: { allow: expect.stringContaining('POST') },
    });
  });

  test('a browser gets the page', async () => {
    const answer = await send({ method: 'GET', body: null, headers: { Accept: 'text/html' } });
    expect(answer.statusCode).toBe(200);
    expect(answer.headers['content-type']).toBe('text/html; charset=utf-8');
    const body = Buffer.from(answer.body, answer.isBase64Encoded ? 'base64' : 'utf8').toString();
    expect(body).toMatch(/^<!doctype html>/i);
  });

  test('batches are answered, as JSON and as NDJSON', async () => {
    const batch = await send({ path: '/batch', body: '{"mytexts":["Fine.",""]}' });
    expect(JSON.parse(batch.body).results).toMatchObject([
      { model: modelName },
      { error: { type: '/problems/empty-text' } },
    ]);
    const lines = await send({
      path: '/batch',
      headers: { 'content-type': 'application/x-ndjson' },
      body: '{"mytext":"Fine.","id":1}\n{"mytext":1,"id":2}\n',
      isBase64: true,
    });
    expect(lines).toMatchObject({ statusCode: 200, headers: { 'content-type': 'application/x-ndjson' } });
    expect(
      lines.body
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toMatchObject([
      { id: 1, model: modelName },
      { id: 2, error: { type: '/problems/invalid-text' } },
    ]);
  });

  test('a CloudEvent is answered with one', async () => {
    const headers = {
      'content-type': 'application/json',
      'ce-specversion': '1.0',
      'ce-id': '17',
      'ce-source': '/shop',
      'ce-type': 'review',
    };
    expect(await send({ headers, body: GOOD })).toMatchObject({
      statusCode: 200,
      headers: { 'ce-specversion': '1.0', 'ce-causationid': '17', 'ce-source': '/movie-sentiment' },
    });
    const data = JSON.parse(GOOD);
    const event = { specversion: '1.0', id: '17', source: '/shop', type: 'review', data };
    const structured = await send({
      headers: { 'content-type': 'application/cloudevents+json', accept: 'application/cloudevents+json' },
      body: JSON.stringify(event),
      isBase64: true,
    });
    expect(JSON.parse(structured.body)).toMatchObject({ causationid: '17', data: { model: modelName } });
  });

  test.each(GOOD_BODIES)('$name is a text', async ({ body }) => {
    expect((await send({ body, isBase64: true })).statusCode).toBe(200);
  });

  test.each(BAD_INPUTS)(
    '$name is refused',
    async ({ body, contentType = 'application/json', status, type, pointer }) => {
      const answer = await send({ body, headers: { 'content-type': contentType }, isBase64: true });
      expect(answer).toMatchObject({
        statusCode: status,
        headers: { 'content-type': 'application/problem+json' },
        isBase64Encoded: false,
      });
      expect(JSON.parse(answer.body)).toMatchObject({
        type: `/problems/${type}`,
        status,
        ...(pointer && { pointer }),
      });
      expect(answer.body).not.toContain(SECRET);
    },
  );

  test('UTF-8 has its other names, an empty encoding is none, and 100 Continue was said before', async () => {
    const headers = {
      'content-type': 'application/json; charset=us-ascii',
      accept: 'application/json;charset=utf8',
      'content-encoding': '',
      expect: '100-continue',
    };
    const answer = await send({ body: '{"mytext":"Fine."}', headers });
    expect(answer).toMatchObject({ statusCode: 200, headers: { 'x-content-type-options': 'nosniff' } });
  });

  test('another expectation is refused', async () => {
    const headers = { 'content-type': 'application/json', expect: 'more' };
    const answer = await send({ body: GOOD, headers });
    expect(answer).toMatchObject({
      statusCode: 417,
      headers: { 'content-type': 'application/problem+json' },
    });
  });

  test('no body is an empty body', async () => {
    const answer = await send({ body: null });
    expect(JSON.parse(answer.body)).toMatchObject({ type: '/problems/empty-body' });
  });
});

test.each(['a load balancer', 'a load balancer with lists'] as const)(
  'from %s, a query that is not percent-encoded is refused',
  async (kind) => {
    const event: Record<string, unknown> = { ...LAMBDA_EVENTS[kind]({ body: GOOD }) };
    if (kind === 'a load balancer') event.queryStringParameters = { q: '%zz' };
    else event.multiValueQueryStringParameters = { q: ['%zz'] };
    const answer = await invokeLambda(runtime, event);
    expect(answer.statusCode).toBe(400);
    expect(JSON.parse(answer.body)).toMatchObject({ type: '/problems/malformed-request', status: 400 });
    expect(answer.multiValueHeaders).toEqual(
      kind === 'a load balancer'
        ? undefined
        : { 'content-type': ['application/problem+json'], 'x-content-type-options': ['nosniff'] },
    );
  },
);

test.each(['a REST API', 'a load balancer with lists'] as const)(
  'from %s, a request with two hosts is refused',
  async (kind) => {
    const event: Record<string, unknown> = { ...LAMBDA_EVENTS[kind]({ body: GOOD }) };
    const hosts = { Host: ['a.example', 'b.example'] };
    const multiValueHeaders = { ...(event.multiValueHeaders as object), ...hosts };
    const answer = await invokeLambda(runtime, { ...event, multiValueHeaders });
    expect(answer.statusCode).toBe(400);
    expect(JSON.parse(answer.body)).toMatchObject({
      detail: 'The request has 2 Host headers; expected one.',
    });
  },
);

test('a path that only begins like the stage is left as it is', async () => {
  const event = LAMBDA_EVENTS['an HTTP API with a stage']({ method: 'GET', headers: {} });
  expect((await invokeLambda(runtime, { ...event, rawPath: '/production' })).statusCode).toBe(404);
  expect((await invokeLambda(runtime, { ...event, rawPath: '/prod' })).statusCode).toBe(200);
});

test('settings come from the environment, and the log holds no text', async () => {
  const child = startLambda(folder, { CE_SOURCE: '/lambda', CORS_ORIGIN: 'https://example.com' });
  await once(child, 'message');
  let log = '';
  child.stdout!.on('data', (chunk) => {
    log += chunk;
  });
  const headers = {
    'content-type': 'application/json',
    origin: 'https://example.com',
    'ce-specversion': '1.0',
    'ce-id': '17',
    'ce-source': '/shop',
    'ce-type': 'review',
  };
  const event = LAMBDA_EVENTS['a function URL']({ headers, body: JSON.stringify({ mytext: SECRET }) });
  expect(await invokeLambda(child, event)).toMatchObject({
    headers: { 'ce-source': '/lambda', 'access-control-allow-origin': 'https://example.com' },
  });
  // The line comes after the answer: killed at once, the function may not have written it yet.
  await vi.waitFor(() => expect(log).toContain('"method":"POST","route":"/","status":200'), 10_000);
  child.kill();
  expect(log).not.toContain(SECRET);
});

test('a model that is missing ends the start in a line', async () => {
  const child = startLambda(folder, { MODEL: '/none.bin' });
  const [errors, [code]] = await Promise.all([readAll(child.stderr!), once(child, 'close')]);
  expect(errors).toMatch(/^movie-sentiment: cannot load the model \/none\.bin: .+\n$/);
  expect(code).toBe(1);
});
