import type { Given, Spoil } from './spoil-answers.ts';

/** A way to break a deployment: the check that must fail, what it must say, and the break. */
export type Break = readonly [check: string, message: string, spoil: Spoil];

/** Spoils the answers to a route such as `POST /`, or `POST / event`, that have this status. */
export function at(route: string, spoil: (given: Given) => void, status?: number): Spoil {
  return (given, { method, url, headers }) => {
    const type = String(headers['content-type'] ?? '');
    const kind = headers['ce-id'] || type.includes('cloudevents') ? ' event' : '';
    const isWanted = status === undefined || given.status === status;
    if (`${method} ${url}${kind}` === route && isWanted) spoil(given);
  };
}

/** Changes the fields of a JSON answer; those that are undefined go. */
function set(fields: object): (given: Given) => void {
  return (given) => {
    given.body = JSON.stringify({ ...JSON.parse(given.body), ...fields });
  };
}

/** Changes the body. */
function replace(pattern: string | RegExp, replacement: string): (given: Given) => void {
  return (given) => {
    given.body = given.body.replace(pattern, replacement);
  };
}

/** Changes the status. */
export function answer(status: number): (given: Given) => void {
  return (given) => {
    given.status = status;
  };
}

/** Changes a header, or takes it away. */
function setHeader(name: string, value: () => string | undefined): (given: Given) => void {
  return ({ headers }) => {
    headers[name] = value();
  };
}

const spoilResult = (fields: object): Spoil => at('POST /', set(fields), 200);
const DETAILED = 'POST /?explain=true&sentences=true';
const INFER = 'POST /v2/models/movie-sentiment/infer';
let numAnswers = 0;

/** Breaks of a deployment of `http`. */
export const HTTP_BREAKS: readonly Break[] = [
  ['liveness', 'status 500, expected 200', at('GET /health/liveness', answer(500))],
  ['readiness', '"alive", expected "ready"', at('GET /health/readiness', set({ status: 'alive' }))],
  ['openapi', 'not a valid OpenAPI document', at('GET /openapi.json', set({ info: undefined }))],
  ['service', 'another service answers: "other"', at('GET /', set({ name: 'other' }))],
  ['model', 'named "other" here and "fake-00000000"', at('GET /model', set({ name: 'other' }))],
  [
    'model',
    'must be equal to one of the allowed values',
    at('GET /model', replace('"batchTexts":1000', '"batchTexts":10')),
  ],
  ['metrics', 'http_server_request_duration_seconds is missing', at('GET /metrics', replace(/http_/g, ''))],
  ['text', 'the probabilities sum to 1.1', at('POST /', replace('"positive":0.01', '"positive":0.11'), 200)],
  ['text', 'label 1 is "somewhat negative", not "neutral"', spoilResult({ sentiment: 'neutral' })],
  ['text', 'label 2 is not the most probable', spoilResult({ label: 2, sentiment: 'neutral' })],
  ['text', 'the confidence is 0.5', spoilResult({ confidence: 0.5 })],
  ['text', 'the valence is 3', spoilResult({ valence: 3 })],
  ['text', "must have required property 'coverage'", spoilResult({ coverage: undefined })],
  [
    'plain-text',
    '"Neutral", expected "Somewhat Negative"',
    at('POST /', replace('Somewhat Negative', 'Neutral')),
  ],
  ['explanation', 'explain=true gives no explanation', at(DETAILED, set({ explanation: undefined }))],
  ['explanation', 'gives no weights of sentences', at(DETAILED, set({ sentenceWeights: [] }))],
  ['explanation', 'sentences=true gives no sentences', at(DETAILED, set({ sentences: [] }))],
  ['explanation', 'does not stand at 1 to', at(DETAILED, replace('"start":0', '"start":1'))],
  ['batch', '0 results for 3 texts', at('POST /batch', set({ results: [] }))],
  ['batch', 'the empty text has no error of its own', at('POST /batch', replace('mytexts/1', 'mytexts/0'))],
  [
    'batch',
    'the third result is',
    at('POST /batch', replace(/"coverage":1(?!.*"coverage")/, '"coverage":0.5')),
  ],
  ['stream', '2 lines for 3 texts', at('POST /batch', replace(/^.*\n/, ''))],
  ['stream', 'the ids come back as ["b",null,2]', at('POST /batch', replace('"id":"a"', '"id":"b"'))],
  ['inference', 'the id is 43, expected 42', at(INFER, set({ id: '43' }))],
  [
    'inference',
    '"neutral", by POST / "somewhat negative"',
    at(INFER, replace('somewhat negative', 'neutral')),
  ],
  [
    'event-binary',
    'the type is "other"',
    at(
      'POST / event',
      setHeader('ce-type', () => 'other'),
    ),
  ],
  [
    'event-binary',
    'the causationid is "18"',
    at(
      'POST / event',
      setHeader('ce-causationid', () => '18'),
    ),
  ],
  [
    'event-binary',
    'sent twice, the event is answered with the ids',
    at(
      'POST / event',
      setHeader('ce-id', () => String(numAnswers++)),
    ),
  ],
  [
    'event-structured',
    'the attribute label is "3"',
    at('POST / event', replace('"label":"1"', '"label":"3"')),
  ],
  ['event-loop', 'status 200, expected 202', at('POST / event', answer(200), 202)],
  ['problem-json', 'status 500, expected 400', at('POST /', answer(500), 400)],
  [
    'problem-text',
    'the pointer is undefined, expected /mytext',
    at('POST /', set({ pointer: undefined }), 400),
  ],
  ['problem-type', 'status 400, expected 415', at('POST /', answer(400), 415)],
  [
    'problem-method',
    'the header allow is missing',
    at(
      'DELETE /',
      setHeader('allow', () => undefined),
    ),
  ],
  [
    'problem-method',
    'the content type is text/html',
    at(
      'DELETE /',
      setHeader('content-type', () => 'text/html'),
    ),
  ],
  ['event-poison', 'status 404, expected 400', at('POST / event', answer(404), 400)],
];

/** Breaks of a deployment of `events`. */
export const EVENTS_BREAKS: readonly Break[] = [
  ['events-alone', 'status 200, expected 400', at('POST /', answer(200))],
];
