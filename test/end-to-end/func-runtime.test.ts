import type { Function as FuncModule } from 'faas-js-runtime';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BAD_INPUTS, GOOD_BODIES, SECRET } from '../helpers/bad-inputs.ts';
import { built } from '../helpers/built.ts';
import { type Runtime, startRuntime } from '../helpers/func-runtime.ts';
import { killAll, type Served, serveBundle } from '../helpers/serve-bundle.ts';

let http: Served;
const runtimes: Runtime[] = [];

beforeAll(async () => {
  const { folder: func } = await built('func');
  http = await serveBundle((await built('http')).folder);
  runtimes.push(await startRuntime(func), await startRuntime(func, { FUNC_INCLUDE_RAW: 'true' }));
});

afterAll(() => {
  for (const { kill } of runtimes) kill();
  killAll();
});

/** What both functions say of an answer, and the runtime does not say of its own accord. */
async function ask(url: string, request: RequestInit) {
  const response = await fetch(url, request);
  const headers = [...response.headers].filter(([name]) => /^(ce-|content-type|trace|x-)/.test(name));
  // One of them compresses.
  const vary = response.headers.get('vary')?.replace(/(?:, )?Accept-Encoding/, '');
  return { status: response.status, headers, vary: vary || undefined, body: await response.text() };
}

const GOOD = JSON.stringify({ mytext: 'A good film. It is not great!' });
const json = { 'content-type': 'application/json' };
const event = { 'ce-specversion': '1.0', 'ce-id': '17', 'ce-source': '/shop', 'ce-type': 'review' };
const structured = { specversion: '1.0', id: '17', source: '/shop', type: 'review', subject: 'é "1"' };

describe.each([
  ['as it is', 0],
  ['with the raw body', 1],
])('in the official runtime %s', (_, index) => {
  async function expectSame(request: RequestInit, path = '/') {
    const answer = await ask(`${runtimes[index]!.url}${path}`, request);
    expect(answer).toEqual(await ask(`http://127.0.0.1:${http.port}${path}`, request));
    return answer;
  }

  // The runtime itself refuses every object with a field called __proto__.
  test.each(GOOD_BODIES.filter(({ body }) => !body.includes('__proto__')))(
    'the answer to $name is that of http',
    async ({ body }) => {
      expect((await expectSame({ method: 'POST', headers: json, body })).status).toBe(200);
    },
  );

  test('so is the one with explanations, in plain text, and in a trace', async () => {
    await expectSame({ method: 'POST', headers: json, body: GOOD }, '/?explain=true&sentences=true');
    const inWords = await expectSame({
      method: 'POST',
      headers: { ...json, accept: 'text/plain' },
      body: GOOD,
    });
    expect(inWords.body).toMatch(/^[A-Z][A-Za-z ]+$/);
    const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
    await expectSame({ method: 'POST', headers: { ...json, traceparent }, body: GOOD });
  });

  test('so is the reply to a CloudEvent, binary and structured', async () => {
    const binary = await expectSame({ method: 'POST', headers: { ...json, ...event }, body: GOOD });
    expect(binary.headers).toContainEqual(['ce-causationid', '17']);
    for (const accept of ['application/cloudevents+json', '*/*']) {
      const body = JSON.stringify({ ...structured, data: JSON.parse(GOOD) });
      const headers = { 'content-type': 'application/cloudevents+json', accept };
      expect((await expectSame({ method: 'POST', headers, body })).status).toBe(200);
    }
    await expectSame({ method: 'POST', headers: { ...json, ...event }, body: '{"message":"Hello World"}' });
    await expectSame({ method: 'POST', headers: { ...json, ...event, 'ce-id': '' }, body: GOOD });
  });

  test.each(BAD_INPUTS)('$name is refused', async ({ body, contentType, status }) => {
    const headers = contentType === '' ? {} : { 'content-type': contentType ?? 'application/json' };
    const request = { method: 'POST', headers, body: new Uint8Array(Buffer.from(body)) };
    const answer = await ask(runtimes[index]!.url, request);
    expect(answer.status).toBe(status);
    // What the runtime refuses by itself has its own shape. What reaches the function has that of http.
    if (!answer.body.includes('"statusCode"')) expect(answer.body).toContain(`"status":${status}`);
  });

  test('bytes that are not UTF-8 are refused without a length too', async () => {
    const bytes = Buffer.from('{"mytext":"caf\xe9"}', 'latin1');
    const body = new ReadableStream({
      start(controller) {
        controller.enqueue(bytes);
        controller.close();
      },
    });
    const answer = await ask(runtimes[index]!.url, {
      method: 'POST',
      headers: json,
      body,
      duplex: 'half',
    } as never);
    expect(answer.status).toBe(400);
    expect(JSON.parse(answer.body)).toMatchObject({ type: '/problems/invalid-utf-8' });
  });

  test.each([
    'body=1',
    'headers=1',
    'headers=1&headers=2',
    'method=DELETE',
    'query=1',
    'query=1&query=2',
    'rawBody=1',
  ])('the query ?%s, which the runtime lays over the request, is refused', async (query) => {
    const answer = await ask(`${runtimes[index]!.url}/?${query}`, {
      method: 'POST',
      headers: json,
      body: GOOD,
    });
    expect(answer.status).toBe(400);
    expect(JSON.parse(answer.body)).toMatchObject({ type: '/problems/invalid-query' });
  });

  test('so is the one in UTF-8 by another name, and without an encoding', async () => {
    const headers = {
      'content-type': 'application/json; charset=us-ascii',
      accept: 'application/json;charset=utf8',
      'content-encoding': 'identity',
    };
    expect((await expectSame({ method: 'POST', headers, body: GOOD })).status).toBe(200);
  });

  test.each(['/health/liveness', '/health/readiness'])('%s answers as it does in http', async (path) => {
    expect((await expectSame({}, path)).status).toBe(200);
  });

  test('the log holds no text that reached the function', async () => {
    await ask(runtimes[index]!.url, { method: 'POST', headers: json, body: `{"mytext":"${SECRET}twice"}` });
    await ask(runtimes[index]!.url, { method: 'POST', headers: json, body: `{"text":"${SECRET}twice"}` });
    await expect.poll(runtimes[index]!.log).toContain('"problem":"missing-text"');
    expect(runtimes[index]!.log()).not.toContain(`${SECRET}twice`);
  });
});

test('the module has the shape that the official typings ask for', () => {
  // Checked by the compiler; at run time there is nothing to see.
  type Module = typeof import('../../functions/func/index.ts');
  const toOfficial = (module: Module): FuncModule => module;
  expect(toOfficial).toBeTypeOf('function');
});
