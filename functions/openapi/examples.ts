import { EXPLANATION_LIMITS, finish } from '../../classifier/src/index.ts';
import { BATCH_TYPE, EVENT_TYPE, type JsonEvent } from '../cloud-events/encode.ts';
import { replyTo } from '../cloud-events/reply.ts';
import { LIMITS } from '../contract/limits.ts';
import { NDJSON } from '../contract/media-types.ts';
import { PROBLEMS, type ProblemType, problem, problemDetails } from '../contract/problems.ts';
import { toTitle } from '../contract/sentiment-title.ts';
import { INPUT, MODEL_NAME, OUTPUTS, toTensor } from '../inference/tensors.ts';
import type { Service } from '../service/service.ts';
import { EXAMPLE_EVENT } from './events.ts';
import type { Exchanges } from './exchanges.ts';

const TEXT = 'A film of quiet, stubborn grace.';
const TWO_SENTENCES = 'It was not good. I loved the cast.';
const NUM_TOKENS = EXPLANATION_LIMITS.sentenceTokens + 1;
const LONG_SENTENCE = Array(NUM_TOKENS).fill('so').join(' ');

// What the errors say, in their own words: a test holds each example against what is really answered.
const { tokens, sentenceTokens } = EXPLANATION_LIMITS;
const EMPTY_TEXT = `The text is empty; expected 1 to ${LIMITS.textCharacters} characters, at least one of them not white space.`;
const NO_TEXTS = `"mytexts" is empty; expected an array of 1 to ${LIMITS.batchTexts} texts.`;
const TOO_MANY_TOKENS = `The text has ${NUM_TOKENS} tokens, ${NUM_TOKENS} of them in its longest sentence, expected at most ${tokens} and ${sentenceTokens} to explain it.`;

/** The answer of a request that is refused with problem details. */
function refusal(type: ProblemType, detail: string, pointer: string) {
  const answer = problemDetails(problem(type, detail, pointer));
  return { status: answer.status, answer, answerType: 'application/problem+json' };
}

/** The examples of `POST /` for texts. */
export function textExchanges({ classifier }: Service): Exchanges {
  const result = classifier.classify(TEXT);
  const options = { explain: true, sentences: true };
  return {
    text: { summary: 'One text', body: { mytext: TEXT }, answer: result },
    explanation: {
      summary: 'One text, with its sentences and what each token does',
      parameters: options,
      body: { mytext: TWO_SENTENCES },
      answer: finish(classifier.classifyInSteps(TWO_SENTENCES, options)),
    },
    words: {
      summary: 'One text, answered in words alone',
      body: { mytext: TEXT },
      answer: toTitle(result.sentiment),
      answerType: 'text/plain',
    },
    emptyText: {
      summary: 'Problem: an empty text',
      body: { mytext: '' },
      ...refusal('empty-text', EMPTY_TEXT, '/mytext'),
    },
    longSentence: {
      summary: 'Problem: a sentence too long to explain',
      parameters: { explain: true },
      body: { mytext: LONG_SENTENCE },
      ...refusal('too-many-tokens', TOO_MANY_TOKENS, '/mytext'),
    },
  };
}

/** The examples of `POST /` for events. */
export function eventExchanges({ classifier, eventSource }: Service): Exchanges {
  const headers = Object.fromEntries(
    Object.entries(EXAMPLE_EVENT).map(([name, value]) => [`ce-${name}`, value]),
  );
  const result = classifier.classify(TEXT);
  const eventOf = (id: string) => ({
    ...EXAMPLE_EVENT,
    id,
    datacontenttype: 'application/json',
    data: { mytext: TEXT },
  });
  const replyWith = (id: string) => {
    const { attributes, data }: JsonEvent = replyTo({ ...EXAMPLE_EVENT, id }, result, eventSource);
    return { ...attributes, data };
  };
  return {
    binary: {
      summary: 'An event in binary mode',
      parameters: headers,
      body: { mytext: TEXT },
      answer: result,
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

/** The examples of `POST /batch`. */
export function batchExchanges({ classifier }: Service): Exchanges {
  const result = classifier.classify(TEXT);
  const ids = [1, 2];
  const toLines = (value: object) => ids.map((id) => `${JSON.stringify({ id, ...value })}\n`).join('');
  return {
    texts: {
      summary: 'Many texts',
      body: { mytexts: [TEXT, TWO_SENTENCES] },
      answer: { results: [result, classifier.classify(TWO_SENTENCES)] },
    },
    fault: {
      summary: 'Many texts, one of them at fault',
      body: { mytexts: [TEXT, ''] },
      answer: { results: [result, { error: refusal('empty-text', EMPTY_TEXT, '/mytexts/1').answer }] },
    },
    lines: {
      summary: 'Many texts as NDJSON, one a line',
      body: toLines({ mytext: TEXT }),
      bodyType: NDJSON,
      answer: toLines(result),
      answerType: NDJSON,
    },
    noTexts: {
      summary: 'Problem: a batch of no texts',
      body: { mytexts: [] },
      ...refusal('invalid-batch', NO_TEXTS, '/mytexts'),
    },
  };
}

/** The examples of KServe's version 1. */
export function predictExchanges({ classifier }: Service): Exchanges {
  return {
    instances: {
      summary: "Texts by KServe's version 1",
      body: { instances: ['Fine.', 'Dull.'] },
      answer: { predictions: ['Fine.', 'Dull.'].map((text) => classifier.classify(text)) },
    },
  };
}

/** The examples of the Open Inference Protocol. */
export function inferenceExchanges({ classifier }: Service): Exchanges {
  const requestOf = (text: string) => ({ id: '42', inputs: [{ ...INPUT, shape: [1], data: [text] }] });
  return {
    inference: {
      summary: 'One text in a tensor',
      body: requestOf(TEXT),
      answer: {
        model_name: MODEL_NAME,
        model_version: classifier.name,
        id: '42',
        outputs: OUTPUTS.map(({ name }) => toTensor(name, [classifier.classify(TEXT)])),
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
