import type {} from 'fastify';
import { describe, expect, test } from 'vitest';
import { LIMITS } from '../../../../functions/contract/limits.ts';
import { BAD_CONTENT_TYPES, SECRET } from '../../../helpers/bad-inputs.ts';
import { fakeClassifier, inSteps } from '../../../helpers/fake-classifier.ts';
import { app, expectError, infer, MODEL, requestOf, VERSION } from '../../../helpers/inference.ts';
import { appWith, inject } from '../../../helpers/inject.ts';

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
      '^/inputs/0/data/1/0: The text is only white space',
    ],
    ['a long text', requestOf([tooLong]), 413, '^/inputs/0/data/0: The text has 20001 characters'],
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

  test('another content type is refused by the names of both that are taken', async () => {
    expectError(
      await infer(requestOf(['a']), { headers: { 'content-type': 'text/csv' } }),
      415,
      'Expected the content type application/json, or application/octet-stream with the header Inference-Header-Content-Length',
    );
  });

  test('a body that is not in the coding it promises is refused', async () => {
    const headers = { 'content-encoding': 'gzip' };
    expectError(await infer(requestOf(['a']), { headers }), 400, 'does not match its content encoding');
  });

  test.each([
    '/v2/nothing',
    '/v2/models',
    '/v2/models/other',
    '/v2/models/other/infer',
    `/v2/models/${SECRET}/versions/1`,
    `${MODEL}/versions/1`,
    `${MODEL}/versions/1/infer`,
    '/v2/health',
  ])('%s is not found', async (url) => {
    for (const method of ['GET', 'POST'] as const) {
      expectError(
        await inject(app, { method, url }),
        404,
        `movie-sentiment, and its only version ${VERSION}`,
      );
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
    expectError(await infer(requestOf(['a']), {}, failing), 500, 'see the log of the server');
    expect(lines.join()).toContain('weights are missing');
  });

  test('overload is told in the same form', async () => {
    const classifier = fakeClassifier();
    let isReleased = false;
    classifier.classifyInSteps = inSteps(function* (text) {
      while (!isReleased) yield;
      return classifier.classify(text);
    });
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
