import { expect, test } from 'vitest';
import { LIMITS } from '../../../../functions/contract/limits.ts';
import { FAKE_RESULT } from '../../../helpers/fake-classifier.ts';
import { app, expectError, infer, MODEL, VERSION } from '../../../helpers/inference.ts';
import { appWith, inject } from '../../../helpers/inject.ts';

const V1 = '/v1/models/movie-sentiment';
const predict = (body: unknown) =>
  inject(app, { method: 'POST', url: `${V1}:predict`, payload: JSON.stringify(body) });

test("KServe's version 1 lists the model, and answers a result for each instance", async () => {
  expect((await inject(app, '/v1/models')).json()).toEqual({ models: ['movie-sentiment'] });
  expect((await inject(app, V1)).json()).toEqual({ name: 'movie-sentiment', ready: true });
  const reply = await predict({ instances: ['Fine.', 'Dull.'] });
  expect(reply.json()).toEqual({ predictions: [FAKE_RESULT, FAKE_RESULT] });
});

test.each([
  ['no instances', {}, 400, '^/instances: '],
  ['null', null, 400, '^/instances: '],
  ['an empty array', { instances: [] }, 400, '^/instances: '],
  ['a string', { instances: 'Fine.' }, 400, '^/instances: '],
  ['an object', { instances: ['a', { mytext: 'Fine.' }] }, 400, '^/instances/1: The text is an object'],
  ['too many', { instances: Array(LIMITS.batchTexts + 1).fill('a') }, 413, '^/instances: '],
])('%s instead of instances is refused', async (_, body, status, message) => {
  expectError(await predict(body), status, new RegExp(message));
});

test('another method is not allowed there, and another model not found', async () => {
  expectError(await inject(app, `${V1}:predict`), 405, 'expected POST');
  expectError(await inject(app, '/v1/models/other'), 404, 'movie-sentiment');
});

test("the model's configuration is as Triton has it", async () => {
  for (const path of [MODEL, `${MODEL}/versions/${VERSION}`]) {
    expect((await inject(app, `${path}/config`)).json()).toMatchObject({
      name: 'movie-sentiment',
      max_batch_size: 0,
      input: [{ name: 'mytext', data_type: 'TYPE_STRING', dims: [-1] }],
      output: [{ data_type: 'TYPE_STRING' }, { data_type: 'TYPE_INT64' }, { data_type: 'TYPE_FP64' }],
    });
  }
});

test('the statistics count texts, requests and failures', async () => {
  const counting = appWith({ hasInferenceProtocol: true });
  const input = { name: 'mytext', datatype: 'BYTES', shape: [2], data: ['a', 'b'] };
  await infer({ inputs: [input] }, {}, counting);
  await infer({ inputs: [] }, {}, counting);
  for (const path of ['/v2/models/stats', `${MODEL}/stats`, `${MODEL}/versions/${VERSION}/stats`]) {
    expect((await inject(counting, path)).json()).toEqual({
      model_stats: [
        {
          name: 'movie-sentiment',
          version: VERSION,
          last_inference: expect.any(Number),
          inference_count: 2,
          execution_count: 1,
          inference_stats: {
            success: { count: 1, ns: expect.any(Number) },
            fail: { count: 1, ns: expect.any(Number) },
          },
        },
      ],
    });
  }
});
