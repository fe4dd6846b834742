import type { Classification, DetailedClassification } from '../../classifier/src/index.ts';
import { ANSWER_SCHEMA, BATCH_ANSWER_SCHEMA, LINE_ANSWER_SCHEMA } from '../../functions/contract/schemas.ts';
import { toTitle } from '../../functions/contract/sentiment-title.ts';
import { describe, readLabels } from './about-checks.ts';
import type { Answer } from './check-answer.ts';
import {
  assert,
  type Check,
  expectJson,
  expectSchema,
  expectStatus,
  type Target,
  type TargetLabels,
} from './target.ts';

/** The text that the checks send. */
export const TEXT = 'It was not good. I loved the cast.';
/** The header of a JSON body. */
export const JSON_TYPE = { 'content-type': 'application/json' };

/** The tolerance of comparisons: answers have six decimals. */
const TOLERANCE = 1e-5;

/** Checks a result. @throws Error unless its fields are consistent */
export function expectConsistent(
  { sentiment, label, confidence, probabilities, valence }: Classification,
  { labels, isScale }: TargetLabels,
): void {
  const values = labels.map((name) => probabilities[name]!);
  const numNames = Object.keys(probabilities).length;
  assert(numNames === labels.length, `${numNames} probabilities, of ${labels.length} labels`);
  const sum = values.reduce((total, value) => total + value, 0);
  assert(Math.abs(sum - 1) < TOLERANCE, `the probabilities sum to ${sum}`);
  assert(sentiment === labels[label], `label ${label} is "${labels[label]}", not "${sentiment}"`);
  assert(values[label] === Math.max(...values), `label ${label} is not the most probable`);
  assert(confidence === values[label], `the confidence is ${confidence}, the probability ${values[label]}`);
  assert(
    isScale === (valence !== undefined),
    `the labels are ${isScale ? 'a' : 'no'} scale, the valence is ${valence}`,
  );
  if (valence === undefined) return;
  const mean = values.reduce((total, value, k) => total + k * value, 0);
  assert(Math.abs(valence - mean) < TOLERANCE, `the valence is ${valence}, the expected label ${mean}`);
}

/** Summarizes a result in a few words. */
export function inShort({ sentiment, confidence }: Classification): string {
  return `${sentiment}, ${confidence}`;
}

function post(target: Target, path: string, body: unknown, headers = {}): Promise<Answer> {
  return target.send('POST', path, { headers: { ...JSON_TYPE, ...headers }, body: JSON.stringify(body) });
}

async function classify(target: Target, query = ''): Promise<DetailedClassification> {
  const answer = await post(target, `/${query}`, { mytext: TEXT });
  const result = expectJson<DetailedClassification>(target, answer, ANSWER_SCHEMA);
  expectConsistent(result, await readLabels(target));
  return result;
}

function expectSame(result: object, expected: object, place: string): void {
  const [got, wanted] = [JSON.stringify(result), JSON.stringify(expected)];
  assert(got === wanted, `${place} is ${got}, by itself it is ${wanted}`);
}

const checkText: Check = {
  name: 'text',
  run: async (target) => inShort(await classify(target)),
};

const checkPlain: Check = {
  name: 'plain-text',
  run: async (target) => {
    const { sentiment } = await classify(target);
    const answer = await post(target, '/', { mytext: TEXT }, { accept: 'text/plain' });
    const { body } = expectStatus(target, answer, 200);
    assert(body.trim() === toTitle(sentiment), `"${body}", expected "${toTitle(sentiment)}"`);
    return body.trim();
  },
};

const checkExplanation: Check = {
  name: 'explanation',
  run: async (target) => {
    const {
      explanation = [],
      sentenceWeights = [],
      sentences = [],
    } = await classify(target, '?explain=true&sentences=true');
    assert(explanation.length > 0, 'explain=true gives no explanation');
    assert(sentenceWeights.length > 0, 'explain=true gives no weights of sentences');
    assert(sentences.length > 0, 'sentences=true gives no sentences');
    for (const { text, start, end } of explanation) {
      assert(TEXT.slice(start, end) === text, `"${text}" does not stand at ${start} to ${end}`);
    }
    return `${explanation.length} tokens, ${sentences.length} sentences`;
  },
};

const checkBatch: Check = {
  name: 'batch',
  run: async (target) => {
    const answer = await post(target, '/batch', { mytexts: ['Superb.', '', TEXT] });
    const { results } = expectJson<{ results: Record<string, unknown>[] }>(
      target,
      answer,
      BATCH_ANSWER_SCHEMA,
    );
    assert(results.length === 3, `${results.length} results for 3 texts`);
    const { pointer } = (results[1]!.error ?? {}) as { pointer?: string };
    assert(pointer === '/mytexts/1', 'the empty text has no error of its own');
    expectSame(results[2]!, await classify(target), 'the third result');
    return '3 texts, the empty one refused alone';
  },
};

const checkStream: Check = {
  name: 'stream',
  run: async (target) => {
    const lines = [{ mytext: TEXT, id: 'a' }, { mytext: '' }, { mytext: TEXT, id: 2 }];
    const answer = await target.send('POST', '/batch', {
      headers: { 'content-type': 'application/x-ndjson' },
      body: lines.map((line) => `${JSON.stringify(line)}\n`).join(''),
    });
    const { body } = expectStatus(target, answer, 200);
    const results = body
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    for (const result of results) expectSchema(result, LINE_ANSWER_SCHEMA);
    assert(results.length === 3, `${results.length} lines for 3 texts`);
    const ids = JSON.stringify(results.map(({ id = null }) => id));
    assert(ids === '["a",null,2]', `the ids come back as ${ids}`);
    assert(results[1].error, 'the empty text has no error of its own');
    const { id: _, ...last } = results[2];
    expectSame(last, await classify(target), 'the third result');
    return '3 lines, in order';
  },
};

const checkInference: Check = {
  name: 'inference',
  run: async (target) => {
    const { inference } = (await describe(target)).links;
    if (inference === undefined) return 'not served here';
    const inputs = [{ name: 'mytext', shape: [1], datatype: 'BYTES', data: [TEXT] }];
    const path = `${inference}/models/movie-sentiment/infer`;
    const answer = await post(target, path, { id: '42', inputs });
    const { id, outputs } = JSON.parse(expectStatus(target, answer, 200).body);
    assert(id === '42', `the id is ${id}, expected 42`);
    const { data } = outputs.find(({ name }: { name: string }) => name === 'sentiment') ?? {};
    const { sentiment } = await classify(target);
    assert(data?.[0] === sentiment, `"${data?.[0]}", by POST / "${sentiment}"`);
    return `${data[0]}`;
  },
};

/** The checks for functions that accept texts. */
export const TEXT_CHECKS: readonly Check[] = [
  checkText,
  checkPlain,
  checkExplanation,
  checkBatch,
  checkStream,
  checkInference,
];
