import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test, vi } from 'vitest';
import { type OpenClassifier, openClassifier } from '../../../classifier/src/index.ts';
import { buildService } from '../../../functions/app.ts';
import { LIMITS, TRANSFORMER_LIMITS } from '../../../functions/contract/limits.ts';
import { createInvocations } from '../../../functions/lambda/invocations.ts';
import { BATCH, EVENT } from '../../helpers/cloud-events.ts';
import { fakeEngine, fakeLogits, fakeTransformerBytes } from '../../helpers/fake-transformer.ts';
import { requestOf } from '../../helpers/inference.ts';
import { appWith, expectProblem, inject, postJson } from '../../helpers/inject.ts';
import { head, open } from '../../helpers/raw-http.ts';

const NUM_THREADS = 2;
/** A text of which the engine fails. */
const FATAL = 'f a t a l';
const TEXTS = [
  'A good film.',
  'So bad!',
  'It was not that funny. I left.',
  'Fine',
  'a b c d e f',
  'Dull, dull.',
];

const engine = fakeEngine({
  numAtOnce: NUM_THREADS + 1,
  logitsOf(ids, numClasses) {
    if (ids.length === numFatal) throw new Error('out of memory');
    return fakeLogits(ids, numClasses);
  },
});
let numFatal: number | undefined;
const classifier: OpenClassifier = await openClassifier(fakeTransformerBytes(), engine);
const log: string[] = [];
const OPTIONS = {
  classifier,
  encoder: { numThreads: NUM_THREADS, waitMs: () => 0, onDeath: () => {} },
  hasInferenceProtocol: true,
  logger: { stream: { write: (line: string) => log.push(line) } },
};
const app = appWith(OPTIONS);

const classifyAll = (texts: readonly string[]) => Promise.all(texts.map((text) => classifier.classify(text)));
const toLines = (texts: readonly string[]): string =>
  texts.map((mytext) => JSON.stringify({ mytext })).join('\n');
const ofLines = (body: string) =>
  body
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
const postLines = (payload: string) =>
  inject(app, {
    method: 'POST',
    url: '/batch',
    headers: { 'content-type': 'application/x-ndjson' },
    payload,
  });

describe('with a transformer', () => {
  test('a text gets what the classifier finds, with its explanation and sentences', async () => {
    const mytext = TEXTS[2]!;
    expect((await postJson(app, '/', { mytext })).json()).toEqual(await classifier.classify(mytext));
    const reply = await postJson(app, '/?explain=true&sentences=true', { mytext });
    const { sentences, ...explained } = reply.json();
    expect(explained).toEqual(await classifier.explain(mytext));
    expect(sentences).toEqual(await classifier.classifySentences(mytext));
  });

  test('a long text is read too', async () => {
    const mytext = 'It was long. '.repeat(300).trim();
    expect((await postJson(app, '/', { mytext })).json()).toEqual(await classifier.classify(mytext));
  });

  test('a batch gets in each place what the text gets alone, several read at a time', async () => {
    const alone = await classifyAll(TEXTS);
    engine.mostAtOnce = 0;
    const reply = await postJson(app, '/batch', { mytexts: TEXTS.toSpliced(1, 0, '') });
    expect(engine.mostAtOnce).toBe(NUM_THREADS + 1);
    const { results } = reply.json();
    expect(results[1].error.type).toBe('/problems/empty-text');
    expect(results.toSpliced(1, 1)).toEqual(alone);
  });

  test('so does a stream', async () => {
    const alone = await classifyAll(TEXTS);
    engine.mostAtOnce = 0;
    expect(ofLines((await postLines(toLines(TEXTS))).body)).toEqual(alone);
    expect(engine.mostAtOnce).toBe(NUM_THREADS + 1);
  });

  test('so do a batch of events, and both inference protocols', async () => {
    const alone = await classifyAll(TEXTS);
    const events = TEXTS.map((mytext, i) => ({ ...EVENT, id: String(i), data: { mytext } }));
    const replies = await postJson(app, '/', events, { headers: { 'content-type': BATCH } });
    expect(replies.json().map(({ data }: { data: unknown }) => data)).toEqual(alone);
    const predicted = await postJson(app, '/v1/models/movie-sentiment:predict', { instances: TEXTS });
    expect(predicted.json().predictions).toEqual(alone);
    const inferred = await postJson(app, '/v2/models/movie-sentiment/infer', requestOf(TEXTS));
    expect(inferred.json().outputs[0].data).toEqual(alone.map(({ sentiment }) => sentiment));
  });

  test('so does a list of direct invocations', async () => {
    const invocations = createInvocations(buildService(OPTIONS).service);
    const list = TEXTS.map((mytext) => ({ mytext }));
    expect(await invocations.answerList(list)).toEqual(await classifyAll(TEXTS));
    expect(await invocations.answerText(list[0]!)).toEqual(await classifier.classify(TEXTS[0]!));
  });
});

describe('of a text on which the engine of a transformer fails', () => {
  test('the others of a batch and of a stream know nothing, and the log has the error', async () => {
    const [first, last] = await classifyAll(['Fine', 'Bad']);
    const texts = ['Fine', FATAL, 'Bad'];
    numFatal = await countPieces(FATAL);
    try {
      const { results } = (await postJson(app, '/batch', { mytexts: texts })).json();
      const lines = ofLines((await postLines(toLines(texts))).body);
      for (const [before, fault, after] of [results, lines]) {
        expect([before, after]).toEqual([first, last]);
        expect(fault.error).toMatchObject({ type: '/problems/internal-error', status: 500 });
      }
      const failures = log.filter((line) => line.includes('a text failed'));
      expect(failures).toHaveLength(2);
      expect(failures[0]).toContain('out of memory');
      expectProblem(await postJson(app, '/', { mytext: FATAL }), 'internal-error', '/mytext');
    } finally {
      numFatal = undefined;
    }
  });
});

/** The pieces that the engine is given of a text. */
async function countPieces(text: string): Promise<number> {
  await classifier.classify(text);
  return engine.runs.at(-1)!.length;
}

describe('the limits of a transformer', () => {
  const { batchTexts, batchCharacters } = TRANSFORMER_LIMITS;

  test('are in GET /model', async () => {
    const { limits } = (await inject(app, '/model')).json();
    expect(limits).toEqual({
      ...LIMITS,
      ...TRANSFORMER_LIMITS,
      textPieces: 10_000,
      explanationPieces: 15_000,
    });
  });

  test('are those of its word pieces for a text', async () => {
    const reply = await postJson(app, '/', { mytext: 'ab. '.repeat(5000) });
    expectProblem(reply, 'text-too-long', '/mytext');
    expect(reply.json().detail).toMatch(/^The text takes \d+ word pieces to read, expected at most 10000\.$/);
  });

  test.each([
    ['too many texts', Array<string>(batchTexts + 1).fill('a'), '', /has 251 texts; expected at most 250 /],
    ['too many characters', ['a', 'b'.repeat(batchCharacters)], '', /has texts of 20001 characters in all/],
    [
      'more than one text to explain',
      ['a', 'b'],
      '?explain=true',
      /has 2 texts with explain or sentences; .* 1 /,
    ],
    ['more than one to split', ['a', 'b'], '?sentences=true', /has 2 texts with explain or sentences; .* 1 /],
  ])('refuse a batch with %s', async (_, mytexts, query, detail) => {
    const reply = await postJson(app, `/batch${query}`, { mytexts });
    expectProblem(reply, 'too-many-texts', '/mytexts');
    expect(reply.json().detail).toMatch(detail);
  });

  test('allow as many, and one with details', async () => {
    const many = await postJson(app, '/batch', { mytexts: Array<string>(batchTexts).fill('a') });
    expect(many.json().results).toHaveLength(batchTexts);
    const one = await postJson(app, '/batch?explain=true&sentences=true', { mytexts: ['So good.'] });
    expect(one.json().results[0]).toMatchObject({ explanation: expect.any(Array), sentences: [{}] });
  });

  test('hold for events and the inference protocols', async () => {
    const texts = Array<string>(batchTexts + 1).fill('a');
    const events = texts.map((mytext) => ({ ...EVENT, data: { mytext } }));
    expectProblem(await postJson(app, '/', events, { headers: { 'content-type': BATCH } }), 'too-many-texts');
    const inferred = await postJson(app, '/v2/models/movie-sentiment/infer', requestOf(texts));
    expect([inferred.statusCode, inferred.json().error]).toEqual([
      413,
      expect.stringMatching(/^\/inputs\/0: /),
    ]);
    const predicted = await postJson(app, '/v1/models/movie-sentiment:predict', { instances: texts });
    expect([predicted.statusCode, predicted.json().error]).toEqual([
      413,
      expect.stringMatching(/^\/instances: /),
    ]);
  });

  test('give each further element of a direct invocation an error', async () => {
    const invocations = createInvocations(buildService(OPTIONS).service);
    const answers = await invocations.answerList(Array(batchTexts + 2).fill({ mytext: 'a', id: 1 }));
    expect(answers.filter((answer) => 'sentiment' in answer)).toHaveLength(batchTexts);
    expect(answers.slice(batchTexts)).toMatchObject([
      { id: 1, error: { type: '/problems/too-many-texts', pointer: '/250' } },
      { id: 1, error: { type: '/problems/too-many-texts', pointer: '/251' } },
    ]);
  });

  test('are none for a stream', async () => {
    const texts = Array<string>(batchTexts + 1).fill('a');
    expect(ofLines((await postLines(toLines(texts))).body)).toHaveLength(batchTexts + 1);
  });
});

test('a text is given up when its client has disconnected', async () => {
  const asked = Promise.withResolvers<void>();
  const slow = fakeEngine({ numAtOnce: 1 });
  const createSession: typeof slow.createSession = async (onnx) => {
    const session = await slow.createSession(onnx);
    const run: typeof session.run = async (ids) => {
      if (ids.length > 10) asked.resolve(); // more than the trial has
      await sleep(5);
      return session.run(ids);
    };
    return { ...session, run };
  };
  const lines: string[] = [];
  const service = appWith({
    ...OPTIONS,
    classifier: await openClassifier(fakeTransformerBytes(), { createSession }),
    logger: { stream: { write: (line: string) => lines.push(line) } },
  });
  const socket = await open(service);
  slow.runs.length = 0;
  const json = JSON.stringify({ mytext: 'word '.repeat(60) });
  const request = ['POST /?explain=true HTTP/1.1', 'Host: a', 'Content-Type: application/json'];
  socket.write(head(...request, `Content-Length: ${json.length}`) + json);
  await asked.promise;
  socket.resetAndDestroy();
  await vi.waitFor(() => expect(lines.join('')).toContain('"problem":"aborted"'), 30_000);
  const numRuns = slow.runs.length;
  await sleep(50);
  expect(slow.runs.length).toBeLessThanOrEqual(numRuns + 2);
  expect(lines.join('')).not.toContain('request failed');
  await service.close();
});
