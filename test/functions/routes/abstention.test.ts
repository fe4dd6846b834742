import { describe, expect, test } from 'vitest';
import { FAKE_RESULT } from '../../helpers/fake-classifier.ts';
import { app as inferenceApp } from '../../helpers/inference.ts';
import { appWith, expectProblem, inject } from '../../helpers/inject.ts';

/** Its confidence is 0.71. */
const app = appWith();
const json = { 'content-type': 'application/json' };
const event = { specversion: '1.0', id: '1', source: '/a', type: 'b', data: { mytext: 'Fine.' } };
const OPEN = { ...FAKE_RESULT, sentiment: null, label: null };

const post = (url: string, payload: unknown, headers: Record<string, string> = {}, to = app) =>
  inject(to, {
    method: 'POST',
    url,
    headers: { ...json, ...headers },
    payload: typeof payload === 'string' ? payload : JSON.stringify(payload),
  });

describe('where no class reaches the confidence that is asked for', () => {
  test('sentiment and label are null, and all else is as ever', async () => {
    const reply = await post('/?minConfidence=0.72', { mytext: 'Fine.' });
    expect(reply.json()).toEqual(OPEN);
    const { sentences } = (await post('/?minConfidence=.9&sentences=true', { mytext: 'Fine.' })).json();
    expect(sentences).toEqual([{ ...OPEN, start: 0, end: 5 }]);
  });

  test.each(['0', '0.71', '.5', '0.0', '1e-1', '5E-1'])('a class is told that reaches %s', async (value) => {
    expect((await post(`/?minConfidence=${value}`, { mytext: 'Fine.' })).json()).toEqual(FAKE_RESULT);
  });

  test('text/plain says so in a word', async () => {
    const reply = await post('/?minConfidence=1', { mytext: 'Fine.' }, { accept: 'text/plain' });
    expect(reply.body).toBe('Undecided');
  });

  test('batches and streams say so text by text', async () => {
    const batch = await post('/batch?minConfidence=1.0', { mytexts: ['Fine.', ''] });
    expect(batch.json().results).toMatchObject([OPEN, { error: { type: '/problems/empty-text' } }]);
    const line = '{"mytext":"Fine.","id":1}\n';
    const stream = await post('/batch?minConfidence=1', line, { 'content-type': 'application/x-ndjson' });
    expect(JSON.parse(stream.body)).toEqual({ id: 1, ...OPEN });
  });

  test('an event has an attribute to route by, and no label', async () => {
    const type = { 'content-type': 'application/cloudevents+json', accept: 'application/cloudevents+json' };
    const reply = (await post('/?minConfidence=1', event, type)).json();
    expect(reply).toMatchObject({ sentiment: 'undecided', data: OPEN });
    expect(reply).not.toHaveProperty('label');
    const batched = { 'content-type': 'application/cloudevents-batch+json' };
    expect((await post('/?minConfidence=1', [event], batched)).json()).toMatchObject([
      { sentiment: 'undecided' },
    ]);
  });

  test('a metric counts it, beside the class that the model found', async () => {
    const counting = appWith();
    for (const value of ['1', '0.5'])
      await post(`/?minConfidence=${value}`, { mytext: 'Fine.' }, {}, counting);
    const { body } = await inject(counting, '/metrics');
    expect(body).toContain('sentiment_undecided_total{model="fake-00000000"} 1\n');
    expect(body).toMatch(/sentiment_classifications_total\{.*\} 2\n/);
  });
});

test.each([
  ['infer', '/v2/models/movie-sentiment/infer', { inputs: [] }],
  ['predict', '/v1/models/movie-sentiment:predict', { instances: ['Fine.'] }],
])('%s refuses it, since its answers have no room for it', async (_, path, body) => {
  const reply = await post(`${path}?minConfidence=0.6`, body, {}, inferenceApp);
  expect(reply.statusCode).toBe(400);
  expect(reply.json()).toEqual({
    error:
      'The parameter "minConfidence" is not supported here; compare it with the highest probability instead.',
  });
});

test.each(['', 'x', '-0.1', '1.1', '2e0', '1e', '0x1', '0.6&minConfidence=0.7', ' 0.6', '.'])(
  'minConfidence=%s is refused with what would be right',
  async (value) => {
    const reply = await post(`/?minConfidence=${value}`, { mytext: 'Fine.' });
    expectProblem(reply, 'invalid-query');
    expect(reply.json().detail).toBe(
      'The parameter "minConfidence" must be given once, as a number from 0 to 1 such as 0.6.',
    );
  },
);
