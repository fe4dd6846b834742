import { describe, expect, test } from 'vitest';
import { createDrain } from '../../../functions/service/drain.ts';
import { FAKE_RESULT, fakeClassifier, inSteps } from '../../helpers/fake-classifier.ts';
import { appWith, expectProblem, postJson } from '../../helpers/inject.ts';

/** An app whose stop comes to its end while it classifies the text "stop". */
function appThatEnds() {
  const drain = createDrain();
  drain.begin();
  const classifier = fakeClassifier((text) => {
    if (text === 'stop') drain.end();
    return FAKE_RESULT;
  });
  return appWith({ drain, classifier });
}

describe('at the end of a stop', () => {
  test('the texts that are left in a batch are refused one by one, and the answer is whole', async () => {
    const reply = await postJson(appThatEnds(), '/batch', { mytexts: ['a', 'stop', 'b', 'c'] });
    expect(reply.statusCode).toBe(200);
    expect(reply.json().results).toEqual([
      FAKE_RESULT,
      FAKE_RESULT,
      { error: expect.objectContaining({ type: '/problems/unavailable', pointer: '/mytexts/2' }) },
      { error: expect.objectContaining({ type: '/problems/unavailable', pointer: '/mytexts/3' }) },
    ]);
  });

  test('the lines that are left in a stream are named by the number of the first', async () => {
    const lines = ['a', '', 'stop', 'b', 'c']
      .map((mytext) => mytext && JSON.stringify({ mytext }))
      .join('\n');
    const headers = { 'content-type': 'application/x-ndjson' };
    const reply = await postJson(appThatEnds(), '/batch', lines, { headers });
    const answers = reply.body.trim().split('\n');
    expect(answers.map((line) => JSON.parse(line))).toEqual([
      FAKE_RESULT,
      FAKE_RESULT,
      { error: expect.objectContaining({ type: '/problems/unavailable', line: 4 }) },
    ]);
  });

  test('a long text that is not done is refused, so that its client hears of it before the connection is cut', async () => {
    const drain = createDrain();
    const classifier = fakeClassifier();
    classifier.classifyInSteps = inSteps(function* () {
      drain.end();
      for (;;) yield;
    });
    const reply = await postJson(appWith({ drain, classifier }), '/?explain=true', {
      mytext: 'a'.repeat(2000),
    });
    expectProblem(reply, 'unavailable', '/mytext');
  });

  test('a text that comes then is refused, so that it is sent again elsewhere', async () => {
    const app = appThatEnds();
    await postJson(app, '/', { mytext: 'stop' });
    const reply = await postJson(app, '/', { mytext: 'later' });
    expectProblem(reply, 'unavailable', '/mytext');
    expect(reply.headers['retry-after']).toBe('1');
  });
});

test('while requests are held they wait, long jobs too, and are answered when they are released', async () => {
  const drain = createDrain();
  const app = appWith({ drain });
  drain.hold();
  let numAnswered = 0;
  const replies = ['/', '/batch'].map(async (url) => {
    const reply = await postJson(app, url, url === '/' ? { mytext: 'a' } : { mytexts: ['a'] });
    numAnswered++;
    return reply.statusCode;
  });
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(numAnswered).toBe(0);
  drain.release();
  expect(await Promise.all(replies)).toEqual([200, 200]);
});
