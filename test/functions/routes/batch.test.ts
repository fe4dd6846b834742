import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, test, vi } from 'vitest';
import { LIMITS } from '../../../functions/contract/limits.ts';
import { SECRET } from '../../helpers/bad-inputs.ts';
import { FAKE_RESULT, fakeClassifier, inSteps } from '../../helpers/fake-classifier.ts';
import { appWith, expectProblem, inject, postJson } from '../../helpers/inject.ts';
import { head, open } from '../../helpers/raw-http.ts';

const app = appWith();

function post(body: unknown, changes: Parameters<typeof postJson>[3] & { query?: string } = {}, to = app) {
  const { query = '', ...others } = changes;
  return postJson(to, `/batch${query}`, body, others);
}

describe('POST /batch', () => {
  test('brackets in texts are no arrays', async () => {
    const texts = Array<string>(100).fill(`A film "like" this \\\\ ${'[{'.repeat(400)}`);
    expect((await post({ mytexts: texts })).json().results).toHaveLength(100);
  });

  test('each text is answered in its place', async () => {
    const numbered = appWith({
      classifier: fakeClassifier((text) => ({ ...FAKE_RESULT, label: Number(text) })),
    });
    const reply = await post({ mytexts: ['3', '0', '2'] }, {}, numbered);
    expect(reply.statusCode).toBe(200);
    expect(reply.headers['content-type']).toBe('application/json; charset=utf-8');
    expect(reply.headers.vary).toBe('Accept');
    expect(reply.json().results.map(({ label }: { label: number }) => label)).toEqual([3, 0, 2]);
  });

  test('a text gets what it would get alone', async () => {
    const alone = await postJson(app, '/', { mytext: 'Fine.' });
    expect((await post({ mytexts: ['Fine.'] })).json()).toEqual({ results: [alone.json()] });
  });

  test('a bad text fails alone', async () => {
    const texts = ['Fine.', '', ' \n', 7, null, [SECRET], 'a'.repeat(LIMITS.textCharacters + 1), 'Fine.'];
    const reply = await post({ mytexts: texts });
    expect(reply.statusCode).toBe(200);
    expect(reply.json().results).toMatchObject([
      FAKE_RESULT,
      { error: { type: '/problems/empty-text', status: 400, pointer: '/mytexts/1' } },
      { error: { type: '/problems/empty-text', pointer: '/mytexts/2' } },
      { error: { type: '/problems/invalid-text', pointer: '/mytexts/3' } },
      { error: { type: '/problems/invalid-text', pointer: '/mytexts/4' } },
      { error: { type: '/problems/invalid-text', pointer: '/mytexts/5' } },
      { error: { type: '/problems/text-too-long', status: 413, pointer: '/mytexts/6' } },
      FAKE_RESULT,
    ]);
    expect(reply.body).not.toContain(SECRET);
  });

  test('a failure inside is no fault of a text', async () => {
    const failing = appWith({
      classifier: fakeClassifier(() => {
        throw new Error('weights are missing');
      }),
    });
    expectProblem(await post({ mytexts: ['Fine.'] }, {}, failing), 'internal-error');
  });

  test('"explain" and "sentences" apply to each text', async () => {
    const { results } = (
      await post({ mytexts: ['One.', 'Two.'] }, { query: '?explain=true&sentences=true' })
    ).json();
    for (const result of results) {
      expect(result.explanation).toHaveLength(1);
      expect(result.sentences).toHaveLength(1);
    }
    expectProblem(await post({ mytexts: ['One.'] }, { query: '?explain=please' }), 'invalid-query');
  });

  test('a text of as many commas as it may hold is answered', async () => {
    const mytexts = Array(50).fill(`a${','.repeat(19_999)}`);
    expect((await post({ mytexts })).json().results).toHaveLength(50);
  });

  test('1,000 texts are answered and 1,001 are too many', async () => {
    const texts = Array.from({ length: LIMITS.batchTexts }, () => 'a');
    expect((await post({ mytexts: texts })).json().results).toHaveLength(LIMITS.batchTexts);
    expectProblem(await post({ mytexts: [...texts, 'a'] }), 'too-many-texts', '/mytexts');
  });

  test.each([
    ['no byte', '', 'empty-body', undefined],
    ['a broken array', '{"mytexts":["a"', 'malformed-json', undefined],
    [
      'half a million arrays in another',
      '['.repeat(500_000) + ']'.repeat(500_000),
      'invalid-body',
      undefined,
    ],
    [
      'many objects',
      JSON.stringify({ mytexts: ['a'], more: Array(70_000).fill({}) }),
      'invalid-body',
      undefined,
    ],
    [
      'an object of many members',
      `{"mytexts":["a"],"more":{${Array.from({ length: 33_000 }, (_, i) => `"${i}":0`)}}}`,
      'invalid-body',
      undefined,
    ],
    ['an array', '["a"]', 'invalid-body', undefined],
    ['one text', '{"mytext":"a"}', 'missing-text', '/mytexts'],
    ['a text for an array', '{"mytexts":"a"}', 'invalid-batch', '/mytexts'],
    ['an object for an array', '{"mytexts":{"0":"a"}}', 'invalid-batch', '/mytexts'],
    ['null', '{"mytexts":null}', 'invalid-batch', '/mytexts'],
    ['an empty array', '{"mytexts":[]}', 'invalid-batch', '/mytexts'],
    [
      'more than 1 MiB',
      JSON.stringify({ mytexts: ['a'.repeat(LIMITS.bodyBytes)] }),
      'body-too-large',
      undefined,
    ],
    ['bytes that are not UTF-8', Buffer.from('{"mytexts":["é"]}', 'latin1'), 'invalid-utf-8', undefined],
  ] as const)('%s is refused', async (_, body, type, pointer) => {
    expectProblem(await post(body), type, pointer);
  });

  test('another content type, a compressed body and other answers are refused', async () => {
    const body = { mytexts: ['a'] };
    for (const type of ['text/plain', 'application/json; charset=latin1', 'application/x-ndjsons']) {
      const reply = await post(body, { headers: { 'content-type': type } });
      expectProblem(reply, 'unsupported-media-type');
      expect(reply.json().detail).toBe(
        'Expected the content type application/json, or for a stream application/x-ndjson or application/ndjson or application/jsonl, in UTF-8.',
      );
    }
    expectProblem(await post(body, { headers: { 'content-encoding': 'br' } }), 'unsupported-media-type');
    for (const accept of ['text/plain', 'application/x-ndjson']) {
      expectProblem(await post(body, { headers: { accept } }), 'not-acceptable');
    }
  });

  test('a GET is not allowed', async () => {
    const reply = await inject(app, '/batch');
    expectProblem(reply, 'method-not-allowed');
    expect(reply.headers.allow).toBe('POST');
  });

  test('the handler for events has no batch', async () => {
    expectProblem(await post({ mytexts: ['a'] }, {}, appWith({ isEventsOnly: true })), 'not-found');
  });

  test('a client that leaves before its answer begins is no failure', async () => {
    const classifier = fakeClassifier();
    const started = Promise.withResolvers<void>();
    let isGone = false;
    classifier.classifyInSteps = inSteps(function* (text) {
      started.resolve();
      while (!isGone) yield;
      return classifier.classify(text);
    });
    const lines: string[] = [];
    const logged = appWith({ classifier, logger: { stream: { write: (line) => lines.push(line) } } });
    const json = '{"mytexts":["Fine."]}';
    const socket = await open(logged);
    const request = ['POST /batch HTTP/1.1', 'Host: a', 'Content-Type: application/json'];
    socket.write(head(...request, `Content-Length: ${json.length}`) + json);
    await started.promise;
    // Ending it would leave open whether the client still reads, which only a written answer tells.
    socket.resetAndDestroy();
    await vi.waitFor(() => expect(lines.join('')).toContain('"problem":"aborted"'));
    isGone = true;
    for (let i = 0; i < 20; i++) await nextTurn(); // the work ends, and then its answer
    await logged.close();
    expect(lines.join('')).not.toContain('request failed');
  });

  test('others are answered while a batch goes on', async () => {
    const slow = fakeClassifier((text) => {
      const end = performance.now() + (text === 'slow' ? 5 : 0);
      while (performance.now() < end);
      return FAKE_RESULT;
    });
    const busy = appWith({ classifier: slow });
    await busy.ready();
    let isDone = false;
    const batch = post({ mytexts: Array(40).fill('slow') }, {}, busy).then((reply) => {
      isDone = true;
      return reply;
    });
    for (let i = 0; i < 3; i++) expect((await inject(busy, '/health/readiness')).statusCode).toBe(200);
    expect((await postJson(busy, '/', { mytext: 'quick' })).statusCode).toBe(200);
    expect(isDone).toBe(false);
    expect((await batch).statusCode).toBe(200);
  });
});
