import { expect, test } from 'vitest';
import { PROBLEMS, type ProblemType } from '../../../functions/contract/problems.ts';
import { EVERY_ANSWER } from '../../../functions/wire/answer-headers.ts';
import { type Answer, checkAnswer } from '../../../scripts/verify/check-answer.ts';
import { FAKE_RESULT } from '../../helpers/fake-classifier.ts';
import { appWith, documentOf } from '../../helpers/inject.ts';

const document = await documentOf(appWith({ hasInferenceProtocol: true }));

const GOOD: Answer = {
  method: 'POST',
  url: '/?explain=false',
  status: 200,
  headers: { ...EVERY_ANSWER, 'content-type': 'application/json; charset=utf-8', vary: 'Accept' },
  body: JSON.stringify(FAKE_RESULT),
};
const problem = (type: string, status: number) =>
  JSON.stringify({
    type,
    status,
    title: PROBLEMS[type.slice('/problems/'.length) as ProblemType].title,
    detail: 'b',
  });

test('an answer that the document allows passes', () => {
  checkAnswer(document, GOOD);
  checkAnswer(document, { ...GOOD, headers: { ...GOOD.headers, vary: 'Origin, Accept', date: 'now' } });
});

test('a problem that the document allows passes', () => {
  const headers = { ...EVERY_ANSWER, 'content-type': 'application/problem+json', 'retry-after': '1' };
  checkAnswer(document, {
    method: 'GET',
    url: '/health/readiness',
    status: 503,
    headers,
    body: problem('/problems/unavailable', 503),
  });
});

test.each<[string, Partial<Answer>]>([
  ['another status', { status: 201 }],
  ['another content type', { headers: { ...GOOD.headers, 'content-type': 'text/html' } }],
  [
    'a missing header',
    {
      url: '/health/readiness',
      method: 'GET',
      status: 503,
      headers: { ...EVERY_ANSWER, 'content-type': 'application/problem+json' },
      body: problem('/problems/unavailable', 503),
    },
  ],
  [
    'a header that every answer has, where it is missing',
    { headers: { 'content-type': 'application/json; charset=utf-8' } },
  ],
  ['a header that is not documented', { headers: { ...GOOD.headers, 'x-powered-by': 'magic' } }],
  ['a header of another form', { headers: { ...GOOD.headers, traceparent: '00-1' } }],
  ['a body of another form', { body: '{"label":1}' }],
  ['a number out of its range', { body: JSON.stringify({ ...FAKE_RESULT, label: 20 }) }],
  ['a problem of another operation', { status: 404, body: problem('/problems/not-found', 404) }],
  ['a body after HEAD', { method: 'HEAD', url: '/model' }],
  ['a path that answers without being documented', { method: 'GET', url: '/secret' }],
  [
    'a line that is not of the form',
    {
      url: '/batch',
      headers: { ...EVERY_ANSWER, 'content-type': 'application/x-ndjson', vary: 'Accept' },
      body: `${JSON.stringify(FAKE_RESULT)}\n{"label":1}\n`,
    },
  ],
  [
    'problem details within the inference protocol',
    {
      url: '/v2/nothing',
      status: 404,
      headers: { ...EVERY_ANSWER, 'content-type': 'application/problem+json' },
      body: problem('/problems/not-found', 404),
    },
  ],
])('%s is found', (_, change) => {
  expect(() => checkAnswer(document, { ...GOOD, ...change })).toThrow();
});

test('headers that proxies add are let pass where they are expected, and no others', () => {
  const proxied = { ...GOOD, headers: { ...GOOD.headers, server: 'envoy' } };
  expect(() => checkAnswer(document, proxied)).toThrow('the header server is not documented');
  expect(() => checkAnswer(document, proxied, { allowOtherHeaders: true })).not.toThrow();
});
