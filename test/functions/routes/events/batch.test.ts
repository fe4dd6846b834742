import { HTTP, type CloudEvent as PeerEvent } from 'cloudevents';
import { describe, expect, test } from 'vitest';
import { loadClassifier } from '../../../../classifier/src/index.ts';
import type { ProblemType } from '../../../../functions/contract/problems.ts';
import {
  BATCH,
  EVENT,
  eventHeaders,
  expectTaken,
  type Headers,
  ids,
  post,
  REPLY_TYPE,
  REQUIRED,
  STRUCTURED,
  send,
} from '../../../helpers/cloud-events.ts';
import { FAKE_RESULT, fakeClassifier } from '../../../helpers/fake-classifier.ts';
import { appWith, expectProblem } from '../../../helpers/inject.ts';
import { tinyModelBytes } from '../../../helpers/tiny-model.ts';

describe('a batch', () => {
  test('is answered whole, however large its answer is', async () => {
    const classifier = fakeClassifier(() => ({ ...FAKE_RESULT, model: 'a'.repeat(10_000) }));
    const events = Array.from({ length: 1000 }, (_, i) => ({ ...EVENT, id: String(i) }));
    const reply = await send(events, { headers: { 'content-type': BATCH }, to: appWith({ classifier }) });
    expect(reply.statusCode).toBe(200);
    expect(ids(reply)).toEqual(events.map(({ id }) => id));
  });

  test('with a text that is too long to explain its tokens is answered whole', async () => {
    const to = appWith({ classifier: loadClassifier(await tinyModelBytes()) });
    const long = { ...EVENT, id: '8', data: { mytext: 'A good film. '.repeat(300) } };
    const reply = await send([EVENT, long], { to, url: '/?explain=true' });
    expect(ids(reply)).toEqual(['7', '8']);
    expect(reply.json()[0].data).not.toHaveProperty('explanationOmitted');
    expect(reply.json()[1].data).toMatchObject({
      explanation: [],
      explanationOmitted: expect.stringContaining('1200 tokens'),
      sentenceWeights: Array(300).fill({}),
    });
  });

  test('is answered with a batch, in order', async () => {
    const reply = await send([EVENT, { ...EVENT, id: '8' }, { ...EVENT, id: '9', subject: 'é' }]);
    expect(reply.statusCode).toBe(200);
    expect(reply.headers['content-type']).toBe(BATCH);
    expect(ids(reply)).toEqual(['7', '8', '9']);
    const single = await send({ ...EVENT, id: '9', subject: 'é' }, { headers: { accept: STRUCTURED } });
    expect(reply.json()[2]).toEqual(single.json());
    for (const event of HTTP.toEvent({
      headers: reply.headers as Headers,
      body: reply.body,
    }) as PeerEvent[]) {
      expect(event.validate()).toBe(true);
    }
  });

  test('of nothing is taken without an answer', async () => {
    expectTaken(await send([]));
  });

  test('with an event at fault is refused, and none of it classified', async () => {
    let numClassified = 0;
    const to = appWith({
      classifier: fakeClassifier(() => {
        numClassified++;
        return FAKE_RESULT;
      }),
    });
    const refuse = async (event: object, type: ProblemType, pointer: string) =>
      expectProblem(await send([EVENT, EVENT, EVENT, event], { to }), type, pointer);
    await refuse({ ...EVENT, id: null }, 'invalid-event', '/3/id');
    await refuse({ ...EVENT, data: { mytext: 1 } }, 'invalid-text', '/3/data/mytext');
    await refuse({ ...EVENT, data: [] }, 'invalid-body', '/3/data');
    await refuse({ ...EVENT, datacontenttype: 'text/plain' }, 'unsupported-media-type', '/3/datacontenttype');
    await refuse({ ...EVENT, data: { mytext: 'a'.repeat(20_001) } }, 'text-too-long', '/3/data/mytext');
    await refuse(REQUIRED, 'missing-text', '/3/data');
    expect(numClassified).toBe(0);
  });

  test('of more than 1,000 events is refused', async () => {
    expect((await send(Array(1000).fill(EVENT))).json()).toHaveLength(1000);
    expectProblem(await send(Array(1001).fill(EVENT)), 'too-many-texts');
  });

  test('leaves the event loop to others in between', async () => {
    const to = appWith({
      classifier: fakeClassifier(() => {
        const start = performance.now();
        while (performance.now() - start < 0.5);
        return FAKE_RESULT;
      }),
    });
    let numTurns = 0;
    let isAnswered = false;
    const count = () => {
      numTurns++;
      if (!isAnswered) setImmediate(count);
    };
    count();
    await send(Array(1000).fill(EVENT), { to });
    isAnswered = true;
    // Half a second of work in time slices of 10 ms.
    expect(numTurns).toBeGreaterThan(20);
  });
});

describe('an event of our own', () => {
  test('is taken without an answer, so that none goes round in circles', async () => {
    const reply = await post();
    expectTaken(await post(eventHeaders(reply) as Headers, reply.body));
    const structured = await post({ accept: STRUCTURED });
    expectTaken(await send(structured.json()));
    expectTaken(await send([structured.json(), structured.json()]));
    expectTaken(await send({ ...REQUIRED, type: REPLY_TYPE }));
  });

  test('is left out of the answer to a batch', async () => {
    const reply = await send([EVENT, { ...REQUIRED, type: REPLY_TYPE }, { ...EVENT, id: '9' }]);
    expect(ids(reply)).toEqual(['7', '9']);
  });

  test('is refused all the same when it is not valid', async () => {
    expectProblem(await send({ ...REQUIRED, type: REPLY_TYPE, id: '' }), 'invalid-event', '/id');
  });
});
