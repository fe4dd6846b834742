import fc from 'fast-check';
import type { InjectOptions } from 'fastify';
import { describe, expect, test } from 'vitest';
import { loadClassifier } from '../../../classifier/src/index.ts';
import type { ProblemType } from '../../../functions/contract/problems.ts';
import { anyCharacter } from '../../helpers/any-text.ts';
import { BAD_INPUTS, GOOD_BODIES, SECRET } from '../../helpers/bad-inputs.ts';
import { FAKE_RESULT, fakeClassifier } from '../../helpers/fake-classifier.ts';
import { appWith, expectProblem, inject, postJson } from '../../helpers/inject.ts';
import { tinyModelBytes } from '../../helpers/tiny-model.ts';

const app = appWith();

const GOOD_POST = {
  method: 'POST',
  url: '/',
  headers: { 'content-type': 'application/json' } as Record<string, string>,
  payload: '{"mytext":"A good film."}' as string | Buffer,
} satisfies InjectOptions;

/** Sends a good request, changed by `changes`. */
function post(changes: InjectOptions = {}, to = app) {
  return inject(to, { ...GOOD_POST, ...changes, headers: { ...GOOD_POST.headers, ...changes.headers } });
}

test('a text is answered with its classification', async () => {
  const reply = await post();
  expect(reply.statusCode).toBe(200);
  expect(reply.headers['content-type']).toBe('application/json; charset=utf-8');
  expect(reply.headers.vary).toBe('Accept');
  expect(reply.json()).toEqual(FAKE_RESULT);
});

test('the classifier gets the text as it was sent', async () => {
  const texts: string[] = [];
  const classifier = fakeClassifier((text) => {
    texts.push(text);
    return FAKE_RESULT;
  });
  await post({ payload: '{"mytext":"  Ça va – 👍\\n"}' }, appWith({ classifier }));
  expect(texts).toEqual(['  Ça va – 👍\n']);
});

test.each(GOOD_BODIES)('$name is answered', async ({ body }) => {
  expect((await post({ payload: body })).statusCode).toBe(200);
});

test.each(BAD_INPUTS)('$name is refused as $type', async ({ body, contentType, type, pointer }) => {
  const reply = await post({
    payload: body,
    headers: { 'content-type': contentType ?? 'application/json' },
  });
  expectProblem(reply, type, pointer);
  expect(reply.body).not.toContain(SECRET);
});

test('a body without a content type is refused', async () => {
  const { 'content-type': _, ...headers } = GOOD_POST.headers;
  expectProblem(
    await inject(app, { ...GOOD_POST, headers, payload: Buffer.from('{}') }),
    'unsupported-media-type',
  );
});

test('a request without body and content type is refused', async () => {
  expectProblem(await inject(app, { method: 'POST', url: '/' }), 'empty-body');
});

test.each(['', 'identity'])('a body in the encoding "%s" is not compressed', async (encoding) => {
  expect((await post({ headers: { 'content-encoding': encoding } })).statusCode).toBe(200);
});

test('a body that breaks off is refused', async () => {
  expectProblem(await post({ headers: { 'content-length': '500' } }), 'malformed-request');
});

test('query parameters that nobody serves are ignored', async () => {
  expect((await post({ url: '/?nothing=%zz&x' })).statusCode).toBe(200);
});

test.each([
  ['text/plain'],
  ['TEXT/PLAIN'],
  ['text/plain; charset=utf-8'],
  ['text/plain;charset=us-ascii'],
  ['text/*'],
  ['application/json;q=0.5, text/plain'],
  ['text/html, text/plain;q=0.2'],
])('"Accept: %s" is answered in words', async (accept) => {
  const reply = await post({ headers: { accept } });
  expect(reply.body).toBe('Somewhat Negative');
  expect(reply.headers['content-type']).toBe('text/plain; charset=utf-8');
  expect(reply.headers.vary).toBe('Accept');
});

test.each([
  ['*/*'],
  ['application/*'],
  ['application/json; charset=UTF-8'],
  ['application/json;charset=utf8'],
  ['text/html, application/xhtml+xml, */*;q=0.8'],
  ['application/json, text/plain, */*'],
  ['text/plain;q=0, */*'],
  [''],
])('"Accept: %s" is answered in JSON', async (accept) => {
  expect((await post({ headers: { accept } })).json()).toEqual(FAKE_RESULT);
});

test.each([['text/html'], ['image/*'], ['*/*;q=0'], ['application/json;q=0'], ['what?']])(
  '"Accept: %s" is not acceptable',
  async (accept) => {
    const reply = await post({ headers: { accept } });
    expectProblem(reply, 'not-acceptable');
    expect(reply.headers.vary).toBe('Accept');
  },
);

test('an error is problem details also for a client that accepts plain text', async () => {
  expectProblem(await post({ payload: '{}', headers: { accept: 'text/plain' } }), 'missing-text', '/mytext');
});

test('a failure inside is logged and tells the client nothing', async () => {
  const lines: string[] = [];
  const failing = appWith({
    classifier: fakeClassifier(() => {
      throw new Error('weights are missing');
    }),
    logger: { stream: { write: (line: string) => lines.push(line) } },
  });
  const reply = await post({}, failing);
  expectProblem(reply, 'internal-error');
  expect(reply.body).not.toContain('weights');
  expect(lines.join('')).toContain('weights are missing');
});

describe('the query', () => {
  test('"explain=true" adds what each token and each sentence does', async () => {
    const reply = await post({ url: '/?explain=true' });
    const explanation = [{ text: 'A good film.', start: 0, end: 12, weight: 0.5 }];
    const sentenceWeights = [{ start: 0, end: 12, weight: 0.5 }];
    expect(reply.json()).toEqual({ ...FAKE_RESULT, explanation, sentenceWeights });
  });

  test('"sentences=true" adds the result for each sentence', async () => {
    const reply = await post({ url: '/?sentences=true&explain=false' });
    expect(reply.json()).toEqual({ ...FAKE_RESULT, sentences: [{ ...FAKE_RESULT, start: 0, end: 12 }] });
  });

  test('both come together', async () => {
    const reply = await post({ url: '/?sentences=true&explain=true' });
    expect(Object.keys(reply.json())).toEqual([
      ...Object.keys(FAKE_RESULT),
      ...['explanation', 'sentenceWeights', 'sentences'],
    ]);
  });

  test.each([
    '?explain',
    '?explain=',
    '?explain=1',
    '?explain=TRUE',
    '?sentences=yes',
    `?sentences=${SECRET}`,
    '?explain=true&explain=true',
    '?explain=true&explain=false',
  ])('"%s" is refused', async (query) => {
    const reply = await post({ url: `/${query}` });
    expectProblem(reply, 'invalid-query');
    expect(reply.body).not.toContain(SECRET);
  });

  test('a text with too many tokens to explain is answered with its sentences, and the reason', async () => {
    const mytext = 'A good film. '.repeat(1500);
    const real = appWith({ classifier: loadClassifier(await tinyModelBytes()) });
    const reply = await postJson(real, '/?explain=true', { mytext });
    expect(reply.statusCode).toBe(200);
    const { explanation, explanationOmitted, sentenceWeights } = reply.json();
    expect(explanation).toEqual([]);
    expect(explanationOmitted).toMatch(/^The text has 6000 tokens, 4 of them in its longest sentence;/);
    expect(sentenceWeights).toHaveLength(1500);
    expect((await postJson(real, '/', { mytext })).json()).not.toHaveProperty('explanationOmitted');
  });
});

test('a long text is answered like a short one', async () => {
  const payload = JSON.stringify({ mytext: 'A good film. '.repeat(700) });
  expect((await post({ payload })).json()).toEqual(FAKE_RESULT);
});

test('whatever comes, the answer is 2xx or a problem of 4xx', async () => {
  const body = fc.oneof(
    fc.json(),
    fc.string({ unit: anyCharacter }),
    fc.record({ mytext: fc.anything() }).map((value) => JSON.stringify(value) ?? ''),
    fc.record({ mytext: fc.string({ unit: anyCharacter }) }).map((value) => JSON.stringify(value)),
    fc.uint8Array().map((bytes) => Buffer.from(bytes)),
  );
  // Whatever Node.js lets through as the value of a header.
  const header = fc.stringMatching(/^[\t\x20-\x7e\x80-\xff]*$/);
  const contentType = fc.oneof(
    fc.constantFrom('application/json', 'application/json; charset=utf-8'),
    header,
  );
  const accept = fc.oneof(fc.constantFrom('*/*', 'text/plain'), header);

  await fc.assert(
    fc.asyncProperty(body, contentType, accept, async (payload, type, accepted) => {
      const reply = await post({ payload, headers: { 'content-type': type, accept: accepted } });
      if (reply.statusCode === 200) return;
      expect(reply.statusCode).toBeGreaterThanOrEqual(400);
      const kind = (reply.json() as { type: string }).type.replace('/problems/', '') as ProblemType;
      expectProblem(reply, kind, reply.json().pointer);
      expect(reply.statusCode).toBeLessThan(500);
    }),
    { numRuns: 1000 },
  );
});
