import { describe, expect, test } from 'vitest';
import { LIMITS } from '../../../../functions/contract/limits.ts';
import { FAKE_RESULT, fakeClassifier } from '../../../helpers/fake-classifier.ts';
import { app, expectError, infer, MODEL, ROW, requestOf, VERSION } from '../../../helpers/inference.ts';
import { appWith, inject } from '../../../helpers/inject.ts';

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
    const headLength = reply.headers['inference-header-content-length'] ?? reply.rawPayload.length;
    const head = JSON.parse(reply.rawPayload.subarray(0, Number(headLength)).toString());
    expect(head).toMatchObject({ id: '7', model_name: 'movie-sentiment' });
    expect(texts).toEqual(['Good.', 'Bäd.']);
  });

  // As they came from kserve 0.21 (`InferRequest.to_rest`), which names none either.
  test.each([
    '{"id":"fddd2ee5-8930-4349-8f70-a12ff8691d8f","model_name":"movie-sentiment","inputs":[{"name":"mytext","shape":[2],"datatype":"BYTES","data":["Good.","Bad."]}]}',
    '{"id":"0eac1dab-e5da-4c98-ad10-4628a71f864e","model_name":"movie-sentiment","inputs":[{"name":"mytext","shape":[2,1],"datatype":"BYTES","data":[["Good."],["Bad."]],"parameters":{"content_type":"str"}}],"outputs":[{"name":"label"}],"parameters":{"key":"value"}}',
  ])("the request of KServe's client is answered: %s", async (body) => {
    expect((await infer(body)).json().id).toBe(JSON.parse(body).id);
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
