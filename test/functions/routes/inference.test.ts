import type { InjectOptions, LightMyRequestResponse } from 'fastify';
import { describe, expect, test } from 'vitest';
import { SENTIMENTS } from '../../../classifier/src/index.ts';
import { LIMITS } from '../../../functions/contract/limits.ts';
import manifest from '../../../package.json' with { type: 'json' };
import { BAD_CONTENT_TYPES, SECRET } from '../../helpers/bad-inputs.ts';
import { FAKE_RESULT, fakeClassifier } from '../../helpers/fake-classifier.ts';
import { appWith, inject } from '../../helpers/inject.ts';

const app = appWith({ hasInferenceProtocol: true });
const MODEL = '/v2/models/movie-sentiment';
const VERSION = FAKE_RESULT.model;

function infer(body: unknown, changes: InjectOptions = {}, to = app) {
  const payload = typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body);
  return inject(to, { method: 'POST', url: `${MODEL}/infer`, payload, ...changes });
}

/** A request for these texts. */
function requestOf(data: unknown[], shape: unknown = [data.length], more: object = {}) {
  return { inputs: [{ name: 'mytext', shape, datatype: 'BYTES', data }], ...more };
}

function expectError(reply: LightMyRequestResponse, status: number, message: string | RegExp): void {
  expect(reply.json()).toEqual({ error: expect.stringMatching(message) });
  expect(reply.statusCode).toBe(status);
  // KServe's client reads no error under a content type with parameters.
  expect(reply.headers['content-type']).toBe('application/json');
  expect(reply.body).not.toContain(SECRET);
}

const { probabilities } = FAKE_RESULT;
const ROW = SENTIMENTS.map((sentiment) => probabilities[sentiment]);

describe('metadata and health', () => {
  test.each(['/v2', '/v2/'])('%s tells name, version and extensions', async (url) => {
    const { body } = url === '/v2' ? await inject(app, url) : await app.inject(url);
    expect(JSON.parse(body)).toEqual({
      name: 'movie-sentiment',
      version: manifest.version,
      extensions: [],
    });
  });

  test.each([MODEL, `${MODEL}/versions/${VERSION}`])('%s tells inputs and outputs', async (url) => {
    expect((await inject(app, url)).json()).toEqual({
      name: 'movie-sentiment',
      versions: [VERSION],
      platform: 'movie-sentiment_linear',
      inputs: [{ name: 'mytext', datatype: 'BYTES', shape: [-1] }],
      outputs: [
        { name: 'sentiment', datatype: 'BYTES', shape: [-1] },
        { name: 'label', datatype: 'INT64', shape: [-1] },
        { name: 'probabilities', datatype: 'FP64', shape: [-1, 5] },
      ],
    });
  });

  test('it is live and ready', async () => {
    expect((await inject(app, '/v2/health/live')).json()).toEqual({ live: true });
    expect((await inject(app, '/v2/health/ready')).json()).toEqual({ ready: true });
    for (const url of [`${MODEL}/ready`, `${MODEL}/versions/${VERSION}/ready`]) {
      expect((await inject(app, url)).json()).toEqual({ name: 'movie-sentiment', ready: true });
    }
  });

  test('while draining it is live and not ready', async () => {
    const draining = appWith({ hasInferenceProtocol: true, isDraining: () => true });
    expect((await inject(draining, '/v2/health/live')).statusCode).toBe(200);
    for (const url of ['/v2/health/ready', `${MODEL}/ready`]) {
      const reply = await inject(draining, url);
      expect(reply.statusCode).toBe(503);
      expect(reply.headers['retry-after']).toBe('1');
      expect(reply.json()).toMatchObject({ ready: false, error: expect.stringContaining('stopping') });
    }
    expect((await infer(requestOf(['Fine.']), {}, draining)).statusCode).toBe(200);
  });

  test('other handlers do not serve it', async () => {
    expect((await inject(appWith(), { url: '/model' })).statusCode).toBe(200);
    expect((await appWith().inject('/v2')).statusCode).toBe(404);
    expect((await appWith({ isEventsOnly: true, hasInferenceProtocol: true }).inject('/v2')).statusCode).toBe(
      404,
    );
  });
});

describe('inference', () => {
  test('texts are answered by tensors, in order', async () => {
    const classifier = fakeClassifier((text) => ({ ...FAKE_RESULT, label: Number(text) }));
    const reply = await infer(requestOf(['3', '0']), {}, appWith({ classifier, hasInferenceProtocol: true }));
    expect(reply.statusCode).toBe(200);
    expect(reply.json()).toEqual({
      model_name: 'movie-sentiment',
      model_version: VERSION,
      outputs: [
        { name: 'sentiment', datatype: 'BYTES', shape: [2], data: Array(2).fill('somewhat negative') },
        { name: 'label', datatype: 'INT64', shape: [2], data: [3, 0] },
        { name: 'probabilities', datatype: 'FP64', shape: [2, 5], data: [...ROW, ...ROW] },
      ],
    });
  });

  // As they came from tritonclient 2.73, with `set_data_from_numpy(…, binary_data=False)`. It names no content type.
  test.each([
    '{"id":"7","inputs":[{"name":"mytext","shape":[2],"datatype":"BYTES","data":["Good.","B\\u00E4d."]}],"parameters":{"binary_data_output":true}}',
    '{"id":"7","inputs":[{"name":"mytext","shape":[2,1],"datatype":"BYTES","data":["Good.","B\\u00E4d."]}],"outputs":[{"name":"label","parameters":{"binary_data":false}}]}',
  ])("the request of Triton's client is answered: %s", async (body) => {
    const texts: string[] = [];
    const classifier = fakeClassifier((text) => {
      texts.push(text);
      return FAKE_RESULT;
    });
    const reply = await infer(body, {}, appWith({ classifier, hasInferenceProtocol: true }));
    expect(reply.json()).toMatchObject({ id: '7', model_name: 'movie-sentiment' });
    expect(texts).toEqual(['Good.', 'Bäd.']);
  });

  // As they came from kserve 0.21 (`InferRequest.to_rest`), which names none either.
  test.each([
    '{"id":"fddd2ee5-8930-4349-8f70-a12ff8691d8f","model_name":"movie-sentiment","inputs":[{"name":"mytext","shape":[2],"datatype":"BYTES","data":["Good.","Bad."]}]}',
    '{"id":"0eac1dab-e5da-4c98-ad10-4628a71f864e","model_name":"movie-sentiment","inputs":[{"name":"mytext","shape":[2,1],"datatype":"BYTES","data":[["Good."],["Bad."]],"parameters":{"content_type":"str"}}],"outputs":[{"name":"label"}],"parameters":{"key":"value"}}',
  ])("the request of KServe's client is answered: %s", async (body) => {
    expect((await infer(body)).json().id).toBe(JSON.parse(body).id);
  });

  // As they came from both with binary tensors, which are their default.
  test('binary tensors are refused with what to do about it', async () => {
    const head =
      '{"inputs":[{"name":"mytext","shape":[1],"datatype":"BYTES","parameters":{"binary_data_size":9}}]}';
    const headers = { 'inference-header-content-length': String(head.length) };
    const body = Buffer.concat([Buffer.from(head), Buffer.from([5, 0, 0, 0]), Buffer.from('Good.')]);
    expectError(await infer(body, { headers }), 415, /binary_data=False/);
    const octets = { ...headers, 'content-type': 'application/octet-stream' };
    expectError(await infer(body, { headers: octets }), 415, /binary_data=False/);
    expectError(await infer(head), 415, /binary_data=False/);
  });

  test('the answer has the outputs that were asked for, in their order', async () => {
    const names = (outputs: unknown) =>
      infer(requestOf(['a'], [1], { outputs })).then((reply) =>
        reply.json().outputs.map(({ name }: { name: string }) => name),
      );
    expect(await names([{ name: 'probabilities' }, { name: 'label' }])).toEqual(['probabilities', 'label']);
    expect(await names([{ name: 'label' }, { name: 'label' }])).toEqual(['label']);
    for (const outputs of [undefined, null, []]) expect(await names(outputs)).toHaveLength(3);
  });

  test('a version of the model is served under its own name', async () => {
    const reply = await infer(requestOf(['a']), { url: `${MODEL}/versions/${VERSION}/infer` });
    expect(reply.json().model_version).toBe(VERSION);
  });

  test('a text gets what POST / finds', async () => {
    const alone = await inject(app, {
      method: 'POST',
      url: '/',
      headers: { 'content-type': 'application/json' },
      payload: '{"mytext":"Fine."}',
    });
    const { sentiment, label, probabilities } = alone.json();
    const { outputs } = (await infer(requestOf(['Fine.']))).json();
    expect(outputs.map(({ data }: { data: unknown[] }) => data)).toEqual([
      [sentiment],
      [label],
      Object.values(probabilities),
    ]);
  });

  test('1,000 texts are answered and 1,001 are too many', async () => {
    const texts = Array.from({ length: LIMITS.batchTexts }, () => 'a');
    expect((await infer(requestOf(texts))).json().outputs[2].shape).toEqual([1000, 5]);
    expectError(await infer(requestOf([...texts, 'a'])), 413, '^/inputs/0/shape: .* 1000 texts');
  });

  test('texts are counted in the metrics', async () => {
    const app = appWith({ hasInferenceProtocol: true });
    await infer(requestOf(['a', 'b']), {}, app);
    const { body } = await inject(app, '/metrics');
    expect(body).toMatch(/sentiment_classifications_total\{.*\} 2\n/);
    expect(body).toContain(`http_route="${MODEL}/infer"`);
  });
});

describe('errors of inference', () => {
  const tooLong = 'a'.repeat(LIMITS.textCharacters + 1);

  test.each<[string, unknown, number, string]>([
    ['no byte', '', 400, 'The body is empty; .*"inputs"'],
    ['a broken object', `{"inputs":"${SECRET}`, 400, 'not valid JSON'],
    ['bytes that are not UTF-8', Buffer.from('{"a":"é"}', 'latin1'), 400, 'not UTF-8'],
    ['an array', [SECRET], 400, 'not an object'],
    ['the body of POST /', { mytext: SECRET }, 400, '^/inputs: Expected one input'],
    ['no input', { inputs: [] }, 400, '^/inputs: Expected one input'],
    ['inputs that are no array', { inputs: { name: 'mytext' } }, 400, '^/inputs: '],
    ['two inputs', { inputs: [...requestOf(['a']).inputs, ...requestOf(['b']).inputs] }, 400, '^/inputs: '],
    ['another input', { inputs: [{ ...requestOf(['a']).inputs[0], name: SECRET }] }, 400, '^/inputs: '],
    [
      'another datatype',
      { inputs: [{ ...requestOf(['a']).inputs[0], datatype: 'FP32' }] },
      400,
      '^/inputs/0/datatype: ',
    ],
    ['no data', { inputs: [{ name: 'mytext', datatype: 'BYTES', shape: [1] }] }, 400, '^/inputs/0/data: '],
    ['no shape', { inputs: [{ name: 'mytext', datatype: 'BYTES', data: ['a'] }] }, 400, '^/inputs/0/shape: '],
    ['an empty shape', requestOf(['a'], []), 400, '^/inputs/0/shape: '],
    ['the shape [0]', requestOf([], [0]), 400, '^/inputs/0/shape: '],
    ['the shape [-1]', requestOf(['a'], [-1]), 400, '^/inputs/0/shape: '],
    ['the shape [1.5]', requestOf(['a'], [1.5]), 400, '^/inputs/0/shape: '],
    ['the shape ["1"]', requestOf(['a'], ['1']), 400, '^/inputs/0/shape: '],
    ['the shape [1, 2]', requestOf(['a', 'b'], [1, 2]), 400, '^/inputs/0/shape: '],
    ['the shape [1, null]', requestOf(['a'], [1, null]), 400, '^/inputs/0/shape: '],
    ['the shape [1, 1, 1]', requestOf(['a'], [1, 1, 1]), 400, '^/inputs/0/shape: '],
    ['fewer texts than the shape', requestOf(['a'], [2]), 400, '^/inputs/0/data: '],
    ['more texts than the shape', requestOf(['a', 'b'], [1]), 400, '^/inputs/0/data: '],
    ['a nested text in a flat shape', requestOf([['a']], [1]), 400, '^/inputs/0/data/0: .*an array'],
    ['two texts in a row', requestOf([['a', 'b']], [1, 1]), 400, '^/inputs/0/data/0: .*an array'],
    ['a number', requestOf(['a', 7]), 400, '^/inputs/0/data/1: The text is a number'],
    ['an empty text', requestOf(['a', 'b', '']), 400, '^/inputs/0/data/2: The text is empty'],
    [
      'a nested empty text',
      requestOf([['a'], [' ']], [2, 1]),
      400,
      '^/inputs/0/data/1/0: The text is white space',
    ],
    ['a long text', requestOf([tooLong]), 413, '^/inputs/0/data/0: The text has 10001 characters'],
    ['more than 1 MiB', requestOf([tooLong.repeat(200)]), 413, '1048576 bytes'],
    ['an id that is a number', requestOf(['a'], [1], { id: 7 }), 400, '^/id: '],
    ['outputs that are no array', requestOf(['a'], [1], { outputs: 'label' }), 400, '^/outputs: '],
    [
      'an unknown output',
      requestOf(['a'], [1], { outputs: [{ name: 'label' }, { name: SECRET }] }),
      400,
      '^/outputs/1/name: ',
    ],
    ['an output without a name', requestOf(['a'], [1], { outputs: ['label'] }), 400, '^/outputs/0/name: '],
  ])('%s is refused', async (_, body, status, message) => {
    expectError(await infer(body), status, new RegExp(message));
  });

  test.each(BAD_CONTENT_TYPES)('the content type "%s" is refused', async (type) => {
    expectError(
      await infer(requestOf(['a']), { headers: { 'content-type': type } }),
      415,
      'application/json',
    );
  });

  test('a compressed body is refused', async () => {
    const headers = { 'content-encoding': 'gzip' };
    expectError(await infer(requestOf(['a']), { headers }), 415, 'compressed');
  });

  test.each([
    '/v2/nothing',
    '/v2/models',
    '/v2/models/other',
    '/v2/models/other/infer',
    `/v2/models/${SECRET}/versions/1`,
    `${MODEL}/versions/1`,
    `${MODEL}/versions/1/infer`,
    `${MODEL}/config`,
    '/v2/health',
  ])('%s is not found', async (url) => {
    for (const method of ['GET', 'POST'] as const) {
      expectError(await inject(app, { method, url }), 404, `movie-sentiment, its one version ${VERSION}`);
    }
  });

  test('a path that only begins alike has problem details', async () => {
    expect((await inject(app, '/v2beta')).json()).toMatchObject({ type: '/problems/not-found' });
  });

  test('another method is not allowed', async () => {
    const get = await inject(app, `${MODEL}/infer`);
    expectError(get, 405, 'expected POST');
    expect(get.headers.allow).toBe('POST');
    const post = await inject(app, { method: 'POST', url: '/v2', payload: '{' });
    expectError(post, 405, 'expected GET');
    expect(post.headers.allow).toBe('GET, HEAD');
  });

  test('a failure inside is logged and tells the client nothing', async () => {
    const lines: string[] = [];
    const failing = appWith({
      hasInferenceProtocol: true,
      classifier: fakeClassifier(() => {
        throw new Error('weights are missing');
      }),
      logger: { stream: { write: (line: string) => lines.push(line) } },
    });
    expectError(await infer(requestOf(['a']), {}, failing), 500, 'its log says why');
    expect(lines.join()).toContain('weights are missing');
  });

  test('overload is told in the same form', async () => {
    const classifier = fakeClassifier();
    let isReleased = false;
    classifier.classifyInSteps = function* (text) {
      while (!isReleased) yield;
      return classifier.classify(text);
    };
    const busy = appWith({ hasInferenceProtocol: true, classifier });
    const works = Array.from({ length: 120 }, () => infer(requestOf(['a']), {}, busy));
    const [refused] = await Promise.all([works.at(-1)!]);
    expectError(refused, 503, 'send this one again later');
    expect(refused.headers['retry-after']).toBe('1');
    expect((await inject(busy, '/v2/health/ready')).statusCode).toBe(200);
    isReleased = true;
    await Promise.all(works);
  });
});

test('other requests are answered while an inference goes on', async () => {
  const classifier = fakeClassifier(() => {
    const end = performance.now() + 5;
    while (performance.now() < end);
    return FAKE_RESULT;
  });
  const busy = appWith({ hasInferenceProtocol: true, classifier });
  await busy.ready();
  let isDone = false;
  const work = infer(requestOf(Array(40).fill('a')), {}, busy).finally(() => {
    isDone = true;
  });
  for (let i = 0; i < 3; i++) expect((await inject(busy, '/v2/health/live')).statusCode).toBe(200);
  expect(isDone).toBe(false);
  await work;
});
