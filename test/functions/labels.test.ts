import { expect, test } from 'vitest';
import { fakeClassifier, UNORDERED_HEADER, UNORDERED_RESULT } from '../helpers/fake-classifier.ts';
import { appWith, inject, postJson } from '../helpers/inject.ts';

// A model of three classes in no order, of which one has no letter that an event's attribute may have.
const classifier = fakeClassifier(() => UNORDERED_RESULT, UNORDERED_HEADER);
const app = appWith({ classifier, hasInferenceProtocol: true });

test('the answer has its classes, and no valence', async () => {
  expect((await postJson(app, '/', { mytext: 'a' })).json()).toEqual(UNORDERED_RESULT);
  const reply = await postJson(app, '/?sentences=true', { mytext: 'a' });
  expect(reply.json().sentences).toEqual([{ ...UNORDERED_RESULT, start: 0, end: 1 }]);
});

test('the answer in words is the name of the class', async () => {
  const reply = await postJson(app, '/', { mytext: 'a' }, { headers: { accept: 'text/plain' } });
  expect(reply.body).toBe('映画');
});

test('/model tells the names, their order and their attributes in events', async () => {
  expect((await inject(app, '/model')).json()).toMatchObject({
    labels: ['Bücher', 'DVDs', '映画'],
    isScale: false,
    attributes: ['bucher', 'dvds', 'class-2'],
  });
});

test('an event is answered with an attribute that a Trigger can match', async () => {
  const headers = { 'ce-specversion': '1.0', 'ce-id': '1', 'ce-source': '/shop', 'ce-type': 'review' };
  const reply = await postJson(app, '/', { mytext: 'a' }, { headers });
  expect(reply.headers).toMatchObject({ 'ce-sentiment': 'class-2', 'ce-label': '2' });
  expect(reply.json()).toEqual(UNORDERED_RESULT);
});

test('the inference protocol has a row of as many probabilities, in the order of the classes', async () => {
  const model = '/v2/models/movie-sentiment';
  const { outputs } = (await inject(app, model)).json();
  expect(outputs).toContainEqual({ name: 'probabilities', datatype: 'FP64', shape: [-1, 3] });
  const inputs = [{ name: 'mytext', shape: [2], datatype: 'BYTES', data: ['a', 'b'] }];
  const answer = (await postJson(app, `${model}/infer`, { inputs })).json();
  expect(answer.outputs).toContainEqual({
    name: 'probabilities',
    datatype: 'FP64',
    shape: [2, 3],
    data: [0.1, 0.2, 0.7, 0.1, 0.2, 0.7],
  });
});

test('the metrics count by its classes', async () => {
  expect((await inject(app, '/metrics')).body).toMatch(
    /^sentiment_classifications_total\{sentiment="映画",/m,
  );
});

test('the page comes with its classes, whatever signs they have', async () => {
  const labels = ['<b>"a" & b</b>', 'c'];
  const served = appWith({ classifier: fakeClassifier(undefined, { ...UNORDERED_HEADER, labels }) });
  const { body } = await inject(served, { url: '/', headers: { accept: 'text/html' } });
  const [, attribute] = /<body data-labels="([^"]*)">/.exec(body)!;
  expect(attribute).not.toMatch(/[<>]/);
  const json = attribute!.replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)));
  expect(JSON.parse(json)).toEqual({ names: labels, isScale: false });
});
