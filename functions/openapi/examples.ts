import { SENTIMENT_SCALE } from '../../classifier/src/index.ts';
import { BATCH_TYPE, EVENT_TYPE, type JsonEvent } from '../cloud-events/encode.ts';
import { replyTo } from '../cloud-events/reply.ts';
import { LIMITS } from '../contract/limits.ts';
import { NDJSON } from '../contract/media-types.ts';
import { PROBLEMS, type ProblemType, problem, problemDetails } from '../contract/problems.ts';
import { toTitle } from '../contract/sentiment-title.ts';
import { INPUT, MODEL_NAME, outputsOf, toTensor } from '../inference/tensors.ts';
import { EXAMPLE_EVENT } from './events.ts';
import {
  EXAMPLE_MODEL,
  EXPLAINED_RESULT,
  LONG_RESULT,
  LONG_TEXT,
  MIXED_RESULT,
  MIXED_TEXT,
  RESULT,
  TEXT,
} from './example-results.ts';
import type { Exchanges } from './exchanges.ts';

/** The default `source` of replies. */
const EVENT_SOURCE = '/movie-sentiment';

// The exact error messages: a test compares each example with the real response.
const EMPTY_TEXT = `The text is empty; expected 1 to ${LIMITS.textCharacters} characters, at least one of them not white space.`;
const NO_TEXTS = `"mytexts" is empty; expected an array of 1 to ${LIMITS.batchTexts} texts.`;

/** Creates the answer to a request that is refused with problem details. */
function refusal(type: ProblemType, detail: string, pointer: string) {
  const answer = problemDetails(problem(type, detail, pointer));
  return { status: answer.status, answer, answerType: 'application/problem+json' };
}

/** Creates the examples of `POST /` for texts. */
export function textExchanges(): Exchanges {
  const options = { explain: true, sentences: true };
  return {
    text: { summary: 'One text', body: { mytext: TEXT }, answer: RESULT },
    explanation: {
      summary: 'One text, with its sentences and the weight of each token',
      parameters: options,
      body: { mytext: MIXED_TEXT },
      answer: EXPLAINED_RESULT,
    },
    longSentence: {
      summary: 'One text, too long for the weight of each token',
      parameters: { explain: true },
      body: { mytext: LONG_TEXT },
      answer: LONG_RESULT,
    },
    words: {
      summary: 'One text, answered in plain text',
      body: { mytext: TEXT },
      answer: toTitle(RESULT.sentiment),
      answerType: 'text/plain',
    },
    emptyText: {
      summary: 'Problem: an empty text',
      body: { mytext: '' },
      ...refusal('empty-text', EMPTY_TEXT, '/mytext'),
    },
  };
}

/** Creates the examples of `POST /` for events. */
export function eventExchanges(): Exchanges {
  const headers = Object.fromEntries(
    Object.entries(EXAMPLE_EVENT).map(([name, value]) => [`ce-${name}`, value]),
  );
  const eventOf = (id: string) => ({
    ...EXAMPLE_EVENT,
    id,
    datacontenttype: 'application/json',
    data: { mytext: TEXT },
  });
  const replyWith = (id: string) => {
    const { attributes, data }: JsonEvent = replyTo({ ...EXAMPLE_EVENT, id }, RESULT, EVENT_SOURCE);
    return { ...attributes, data };
  };
  return {
    binary: {
      summary: 'An event in binary mode',
      parameters: headers,
      body: { mytext: TEXT },
      answer: RESULT,
    },
    structured: {
      summary: 'An event in structured mode',
      body: eventOf('17'),
      bodyType: EVENT_TYPE,
      answer: replyWith('17'),
      answerType: EVENT_TYPE,
    },
    batched: {
      summary: 'Events in batched mode',
      body: [eventOf('17'), eventOf('18')],
      bodyType: BATCH_TYPE,
      answer: [replyWith('17'), replyWith('18')],
      answerType: BATCH_TYPE,
    },
    emptyEvent: {
      summary: 'Problem: an event with an empty text',
      parameters: headers,
      body: { mytext: '' },
      ...refusal('empty-text', EMPTY_TEXT, '/mytext'),
    },
  };
}

/** Creates the examples of `POST /batch`. */
export function batchExchanges(): Exchanges {
  const ids = [1, 2];
  const toLines = (value: object) => ids.map((id) => `${JSON.stringify({ id, ...value })}\n`).join('');
  return {
    texts: {
      summary: 'Many texts',
      body: { mytexts: [TEXT, MIXED_TEXT] },
      answer: { results: [RESULT, MIXED_RESULT] },
    },
    fault: {
      summary: 'Many texts, one of them invalid',
      body: { mytexts: [TEXT, ''] },
      answer: { results: [RESULT, { error: refusal('empty-text', EMPTY_TEXT, '/mytexts/1').answer }] },
    },
    lines: {
      summary: 'Many texts as NDJSON, one per line',
      body: toLines({ mytext: TEXT }),
      bodyType: NDJSON,
      answer: toLines(RESULT),
      answerType: NDJSON,
    },
    noTexts: {
      summary: 'Problem: an empty batch',
      body: { mytexts: [] },
      ...refusal('invalid-batch', NO_TEXTS, '/mytexts'),
    },
  };
}

/** Creates the examples of KServe's version 1. */
export function predictExchanges(): Exchanges {
  return {
    instances: {
      summary: "Texts in KServe's version 1",
      body: { instances: [TEXT, MIXED_TEXT] },
      answer: { predictions: [RESULT, MIXED_RESULT] },
    },
  };
}

/** Creates the examples of the Open Inference Protocol. */
export function inferenceExchanges(): Exchanges {
  const requestOf = (text: string) => ({ id: '42', inputs: [{ ...INPUT, shape: [1], data: [text] }] });
  return {
    inference: {
      summary: 'One text in a tensor',
      body: requestOf(TEXT),
      answer: {
        model_name: MODEL_NAME,
        model_version: EXAMPLE_MODEL,
        id: '42',
        outputs: outputsOf(SENTIMENT_SCALE).map((output) => toTensor(output, [RESULT])),
      },
    },
    emptyTensor: {
      summary: 'Problem: an empty text in a tensor',
      body: requestOf(''),
      status: PROBLEMS['empty-text'].status,
      answer: { error: `/inputs/0/data/0: ${EMPTY_TEXT}` },
    },
  };
}
