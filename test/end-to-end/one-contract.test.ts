import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { APIGatewayProxyResult } from 'aws-lambda';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Classification, isBlank, loadClassifier, SMALL_KINDS } from '../../classifier/src/index.ts';
import { buildApp } from '../../functions/app.ts';
import { AWKWARD_TEXTS, HOSTILE_TEXTS } from '../../scripts/bench/hostile-texts.ts';
import { build } from '../../scripts/bundle/build-function.ts';

const NUM_TEXTS = 2000;
const BATCH = 100;
const scratch = await mkdtemp(join(tmpdir(), 'one-contract-'));
afterAll(() => rm(scratch, { recursive: true }));

/** Opinions, awkward and hostile texts, and random ones, alone and several in a row; none longer than is allowed. */
async function variedTexts(): Promise<string[]> {
  const lines = (
    await readFile(new URL('../../scripts/behaviour/opinions.ndjson', import.meta.url), 'utf8')
  ).trim();
  const opinions = lines.split('\n').map((line) => JSON.parse(line).text as string);
  const opinion = fc.constantFrom(...opinions);
  const random = fc.oneof(
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 300 }),
    fc.array(opinion, { minLength: 2, maxLength: 6 }).map((texts) => texts.join(' ')),
    fc
      .tuple(opinion, fc.constantFrom('!!!', '?', ' 👍', '\n\n', ' …', ' :-)'))
      .map((texts) => texts.join('')),
  );
  const texts = [...opinions, ...AWKWARD_TEXTS, ...HOSTILE_TEXTS.map(({ text }) => text.slice(0, 2000))];
  const usable = texts.filter((text) => !isBlank(text) && text.length <= 20_000);
  const missing = NUM_TEXTS - usable.length;
  return [
    ...usable,
    ...fc.sample(random, { seed: 4, numRuns: 2 * missing }).filter((text) => !isBlank(text)),
  ].slice(0, NUM_TEXTS);
}

const json = { 'content-type': 'application/json' };
const texts = await variedTexts();

/** What a way to ask gives for some texts. */
type Ask = (texts: string[]) => Promise<Classification[]>;

/** The texts one after the other. */
const each =
  (ask: (text: string) => Promise<Classification>): Ask =>
  async (texts) => {
    const results: Classification[] = [];
    for (const text of texts) results.push(await ask(text));
    return results;
  };

describe.each(SMALL_KINDS)('with the %s model', (kind) => {
  let expected: Classification[];
  let ways: Record<string, Ask>;

  beforeAll(async () => {
    const classifier = loadClassifier(
      await readFile(new URL(`../../classifier/models/${kind}.bin`, import.meta.url)),
    );
    expected = texts.map((text) => classifier.classify(text));
    const app = buildApp({ classifier, hasInferenceProtocol: true });
    const sink = buildApp({ classifier, isEventsOnly: true });
    const folder = join(scratch, kind);
    await build({ model: kind, name: 'lambda', folder });
    const { handler } = await import(pathToFileURL(join(folder, 'index.js')).href);
    const event = (text: string, id = '1') => ({
      specversion: '1.0',
      id,
      source: '/test',
      type: 'review',
      data: { mytext: text },
    });
    ways = {
      http: each(async (mytext) => {
        const reply = await app.inject({ method: 'POST', url: '/', headers: json, payload: { mytext } });
        return reply.json();
      }),
      batch: async (mytexts) => {
        const reply = await app.inject({
          method: 'POST',
          url: '/batch',
          headers: json,
          payload: { mytexts },
        });
        return reply.json().results;
      },
      NDJSON: async (texts) => {
        const reply = await app.inject({
          method: 'POST',
          url: '/batch',
          headers: { 'content-type': 'application/x-ndjson' },
          payload: texts.map((mytext) => JSON.stringify({ mytext })).join('\n'),
        });
        return reply.body
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line));
      },
      'binary events': each(async (mytext) => {
        const headers = {
          ...json,
          'ce-specversion': '1.0',
          'ce-id': '1',
          'ce-source': '/test',
          'ce-type': 'a',
        };
        const reply = await sink.inject({ method: 'POST', url: '/', headers, payload: { mytext } });
        return reply.json();
      }),
      'structured events': each(async (mytext) => {
        const headers = {
          'content-type': 'application/cloudevents+json',
          accept: 'application/cloudevents+json',
        };
        const reply = await sink.inject({ method: 'POST', url: '/', headers, payload: event(mytext) });
        return reply.json().data;
      }),
      'batched events': async (texts) => {
        const reply = await sink.inject({
          method: 'POST',
          url: '/',
          headers: { 'content-type': 'application/cloudevents-batch+json' },
          payload: texts.map((text, i) => event(text, String(i))),
        });
        return reply.json().map(({ data }: { data: Classification }) => data);
      },
      Lambda: each(async (mytext) => {
        const reply: APIGatewayProxyResult = await handler(
          {
            version: '2.0',
            rawPath: '/',
            rawQueryString: '',
            headers: json,
            requestContext: { http: { method: 'POST', path: '/' }, stage: '$default' },
            body: Buffer.from(JSON.stringify({ mytext })).toString('base64'),
            isBase64Encoded: true,
          },
          {},
        );
        return JSON.parse(reply.body);
      }),
      'inference protocol': async (texts) => {
        const reply = await app.inject({
          method: 'POST',
          url: '/v2/models/movie-sentiment/infer',
          headers: json,
          payload: { inputs: [{ name: 'mytext', shape: [texts.length], datatype: 'BYTES', data: texts }] },
        });
        const data = Object.fromEntries(
          reply.json().outputs.map((output: { name: string; data: unknown[] }) => [output.name, output.data]),
        );
        return texts.map((_, i) => ({
          sentiment: data.sentiment[i],
          label: data.label[i],
          probabilities: data.probabilities.slice(5 * i, 5 * i + 5),
        })) as unknown as Classification[];
      },
    };
  });

  test.each(['http', 'batch', 'NDJSON', 'binary events', 'structured events', 'batched events', 'Lambda'])(
    '2,000 varied texts get the same results by %s as from the package',
    async (way) => {
      for (let i = 0; i < texts.length; i += BATCH) {
        expect(await ways[way]!(texts.slice(i, i + BATCH))).toEqual(expected.slice(i, i + BATCH));
      }
    },
  );

  test('and by the inference protocol in the fields that it has', async () => {
    for (let i = 0; i < texts.length; i += BATCH) {
      expect(await ways['inference protocol']!(texts.slice(i, i + BATCH))).toEqual(
        expected.slice(i, i + BATCH).map(({ sentiment, label, probabilities }) => ({
          sentiment,
          label,
          probabilities: Object.values(probabilities),
        })),
      );
    }
  });
});

test('there are 2,000 texts', () => expect(texts).toHaveLength(NUM_TEXTS));
