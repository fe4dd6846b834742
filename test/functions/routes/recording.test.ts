import { describe, expect, test } from 'vitest';
import { loadClassifier } from '../../../classifier/src/index.ts';
import type { AppOptions } from '../../../functions/app.ts';
import { RECORD_TYPE } from '../../../functions/cloud-events/own-events.ts';
import type { RecordedAnswer } from '../../../functions/service/recorder.ts';
import { SECRET } from '../../helpers/bad-inputs.ts';
import { EVENT, expectTaken, REQUIRED, send } from '../../helpers/cloud-events.ts';
import { FAKE_RESULT } from '../../helpers/fake-classifier.ts';
import { infer, requestOf } from '../../helpers/inference.ts';
import { appWith, inject, postJson } from '../../helpers/inject.ts';
import { tinyModelBytes } from '../../helpers/tiny-model.ts';
import { workersFor } from '../../helpers/workers.ts';

/** An app whose answers are recorded, and what it has handed on. */
function recordingApp(share = 1, options: Partial<AppOptions> = {}) {
  const recorded: RecordedAnswer[] = [];
  const counts = () => ({ sent: recorded.length, full: 2, failed: 3 });
  const recorder = {
    share,
    record: (one: RecordedAnswer) => recorded.push(one),
    counts,
    flush: async () => {},
  };
  return { app: appWith({ recorder, hasInferenceProtocol: true, ...options }), recorded };
}

const answered = (...texts: string[]) => texts.map((mytext) => ({ mytext, answer: FAKE_RESULT }));
const NDJSON = { headers: { 'content-type': 'application/x-ndjson' } };

describe('each text that is answered is recorded, with its answer', () => {
  test.each<[string, string[], (app: ReturnType<typeof appWith>) => Promise<unknown>]>([
    ['a text', ['Fine.'], (app) => postJson(app, '/', { mytext: 'Fine.', user: SECRET })],
    ['a batch', ['One.', 'Two.'], (app) => postJson(app, '/batch', { mytexts: ['One.', '', 'Two.', 5] })],
    ['a stream', ['One.'], (app) => postJson(app, '/batch', '{"mytext":"One.","id":1}\n{}\n', NDJSON)],
    ['an event', [EVENT.data.mytext], (app) => send(EVENT, { to: app })],
    ['a batch of events', [EVENT.data.mytext], (app) => send([EVENT], { to: app })],
    ['tensors', ['One.', 'Two.'], (app) => infer(requestOf(['One.', 'Two.']), {}, app)],
    [
      'instances',
      ['One.'],
      (app) => postJson(app, '/v1/models/movie-sentiment:predict', { instances: ['One.'] }),
    ],
  ])('%s', async (_, texts, sendTo) => {
    const { app, recorded } = recordingApp();
    await sendTo(app);
    expect(recorded).toEqual(answered(...texts));
  });
});

test('explanations and sentences are left out of the record', async () => {
  const { app, recorded } = recordingApp();
  await postJson(app, '/?explain=true&sentences=true', { mytext: 'Fine.' });
  expect(recorded).toEqual(answered('Fine.'));
});

test('nor does the record tell why tokens are not explained', async () => {
  const classifier = loadClassifier(await tinyModelBytes());
  const { app, recorded } = recordingApp(1, { classifier });
  const mytext = 'A good film. '.repeat(300);
  const { explanationOmitted } = (await postJson(app, '/?explain=true', { mytext })).json();
  expect(explanationOmitted).toBeDefined();
  expect(recorded).toEqual([{ mytext, answer: classifier.classify(mytext) }]);
});

test('an answer that leaves the class open is recorded so', async () => {
  const { app, recorded } = recordingApp();
  await postJson(app, '/?minConfidence=0.9', { mytext: 'Fine.' });
  expect(recorded).toEqual([{ mytext: 'Fine.', answer: { ...FAKE_RESULT, sentiment: null, label: null } }]);
});

test('a request at fault leaves no record', async () => {
  const { app, recorded } = recordingApp();
  for (const body of ['{', {}, { mytext: ' ' }, { mytext: 5 }]) await postJson(app, '/', body);
  await infer(requestOf(['Fine.', '']), {}, app);
  await send({ ...EVENT, data: {} }, { to: app });
  expect(recorded).toEqual([]);
});

test('a share of the texts is recorded, and none where it is 0', async () => {
  const mytexts = Array.from({ length: 1000 }, (_, i) => `Text ${i}.`);
  const numRecorded = [];
  for (const share of [0, 0.3]) {
    const { app, recorded } = recordingApp(share);
    await postJson(app, '/batch', { mytexts });
    numRecorded.push(recorded.length);
  }
  const [none, some] = numRecorded as [number, number];
  expect(none).toBe(0);
  // Six standard deviations of a binomial distribution: one run in five hundred million fails.
  expect(Math.abs(some - 300)).toBeLessThan(88);
});

test('an event that is a record is acknowledged alone, so that one cannot lead to another', async () => {
  const { app, recorded } = recordingApp();
  expectTaken(await send({ ...REQUIRED, type: RECORD_TYPE, data: { mytext: 'Fine.' } }, { to: app }));
  expect(recorded).toEqual([]);
});

test('what becomes of the records is counted, where there are any', async () => {
  const { app } = recordingApp();
  await postJson(app, '/', { mytext: 'Fine.' });
  const { body } = await inject(app, '/metrics');
  expect(body.match(/^sentiment_records_total.*$/gm)).toEqual([
    'sentiment_records_total{outcome="sent"} 1',
    'sentiment_records_total{outcome="full"} 2',
    'sentiment_records_total{outcome="failed"} 3',
  ]);
  expect((await inject(appWith(), '/metrics')).body).not.toContain('sentiment_records');
});

describe('with threads', () => {
  const mytexts = Array.from({ length: 700 }, (_, i) =>
    i % 60 === 59 ? '' : `The film ${i} is good. It is long.`,
  );
  const lines = mytexts.map((mytext) => JSON.stringify({ mytext })).join('\n');

  test.each([
    ['a batch', { mytexts }, {}],
    ['a stream', lines, NDJSON],
  ])('%s is answered with the same bytes, and each text of it recorded once', async (_, body, changes) => {
    const threads = workersFor(2);
    const classifier = loadClassifier(threads.model);
    const plain = appWith({ classifier });
    const { app, recorded } = recordingApp(1, { classifier, workers: threads.workers });
    await postJson(app, '/batch', { mytexts }); // asks for threads, and goes without
    await threads.ready();
    recorded.length = 0;
    const before = threads.numAnswers();
    const reply = await postJson(app, '/batch', body, changes);
    expect(threads.numAnswers()).toBeGreaterThan(before);
    expect(reply.rawPayload).toEqual((await postJson(plain, '/batch', body, changes)).rawPayload);
    const texts = mytexts.filter((text) => text !== '');
    expect(recorded.map(({ mytext }) => mytext).sort()).toEqual(texts.sort());
    for (const { mytext, answer } of recorded.slice(0, 20))
      expect(answer).toEqual(classifier.classify(mytext));
    await app.close();
  });
});
