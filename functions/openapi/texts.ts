import { LIMITS } from '../contract/limits.ts';
import { NDJSON_TYPES } from '../contract/media-types.ts';
import type { ProblemType } from '../contract/problems.ts';
import {
  ANSWER_SCHEMA,
  BATCH_ANSWER_SCHEMA,
  BATCH_REQUEST_SCHEMA,
  LINE_ANSWER_SCHEMA,
  LINE_SCHEMA,
  REQUEST_SCHEMA,
} from '../contract/schemas.ts';
import { toTitle, UNDECIDED } from '../contract/sentiment-title.ts';
import { bodyProblemAnswers, headers, type Part, problemAnswers } from './answers.ts';
import { EVENT_BODIES, EVENT_PARAMETERS, REPLY_BODIES, REPLY_HEADERS } from './events.ts';
import { type Exchanges, withExchanges } from './exchanges.ts';

const OPTIONS = [
  ['explain', 'Whether to add what each token and each sentence does to the result.'],
  ['sentences', 'Whether to add the result for each sentence.'],
].map(([name, description]) => ({
  name,
  in: 'query',
  description,
  schema: { type: 'boolean', default: false } as object,
}));
OPTIONS.push({
  name: 'minConfidence',
  in: 'query',
  description: 'The confidence from which a class is told; below it, sentiment and label are null.',
  schema: { type: 'number', minimum: 0, maximum: 1 },
});

const PROBLEMS_OF_BODY: ProblemType[] = [
  'empty-body',
  'invalid-utf-8',
  'malformed-json',
  'invalid-body',
  'missing-text',
  'invalid-query',
  'unsupported-media-type',
];
const PROBLEMS_OF_TEXT: ProblemType[] = ['invalid-text', 'empty-text', 'text-too-long'];
const PROBLEMS_OF_EVENTS: ProblemType[] = ['invalid-event', 'too-many-texts'];

/** `POST /`, and the handshake before it. */
export function textPath(exchanges: Exchanges, isEventsOnly: boolean): Part {
  const post = {
    operationId: isEventsOnly ? 'answerEvent' : 'classify',
    summary: isEventsOnly ? 'Answer a CloudEvent.' : 'Classify a text, or answer a CloudEvent.',
    description: `A request with a "ce-specversion" header (binary mode) or a content type of CloudEvents is an event, and its data is the body of a request that is none.${isEventsOnly ? ' Others are refused.' : ''} An event of our own reply type is acknowledged with 202. At most ${LIMITS.bodyBytes} bytes.`,
    // One alone: generators make a class of each tag, some with the operation twice in one package.
    tags: [isEventsOnly ? 'events' : 'texts'],
    parameters: [...OPTIONS, ...EVENT_PARAMETERS],
    requestBody: {
      required: true,
      content: { 'application/json': { schema: REQUEST_SCHEMA }, ...EVENT_BODIES },
    },
    responses: {
      200: {
        description: 'The result; to an event, an event with the result as its data.',
        headers: { ...headers(), ...REPLY_HEADERS },
        content: {
          'application/json': { schema: ANSWER_SCHEMA },
          ...(!isEventsOnly && {
            'text/plain': {
              schema: {
                type: 'string',
                minLength: 1,
                description: `The name of the label, or ${toTitle(UNDECIDED)}.`,
              },
            },
          }),
          ...REPLY_BODIES,
        },
      },
      202: { description: 'An event of our own, taken without an answer.', headers: headers() },
      ...bodyProblemAnswers([
        ...PROBLEMS_OF_BODY,
        ...PROBLEMS_OF_TEXT,
        ...PROBLEMS_OF_EVENTS,
        ...(isEventsOnly ? [] : ['not-acceptable' as const]),
      ]),
    },
  };
  return {
    post: withExchanges(post, exchanges),
    options: {
      operationId: 'allowEvents',
      summary: 'Let a sender of events send them here, as the webhooks of CloudEvents ask beforehand.',
      tags: ['events'],
      parameters: [
        {
          name: 'webhook-request-origin',
          in: 'header',
          description: 'Who wants to send.',
          schema: { type: 'string' },
          example: 'broker.example.com',
        },
      ],
      responses: {
        200: {
          description: 'Who asks may send, at any rate.',
          headers: {
            ...headers('Allow'),
            'webhook-allowed-origin': {
              description: 'Who may send: who asks, or anyone.',
              required: true,
              schema: { type: 'string' },
            },
            'webhook-allowed-rate': {
              description: 'At any rate.',
              required: true,
              schema: { type: 'string', const: '*' },
            },
          },
        },
        204: {
          description: 'The methods, for who does not say who wants to send.',
          headers: headers('Allow'),
        },
        ...problemAnswers([]),
      },
    },
  };
}

/** `POST /batch`. */
export function batchPath(exchanges: Exchanges): Part {
  const faults: Part = {
    description: 'One result a text, in order; a text at fault has an error in its place.',
  };
  const post = {
    operationId: 'classifyBatch',
    summary: 'Classify many texts.',
    description: `As JSON, 1 to ${LIMITS.batchTexts} texts in at most ${LIMITS.bodyBytes} bytes. As NDJSON, a stream of any length, answered line by line, each line of at most ${LIMITS.lineBytes} bytes; read while you write, as a connection that stands still for ${LIMITS.idleSeconds} seconds is cut. An answer has the name of the type that was sent.`,
    tags: ['texts'],
    parameters: OPTIONS,
    requestBody: {
      required: true,
      content: {
        'application/json': { schema: BATCH_REQUEST_SCHEMA },
        ...linesOf(LINE_SCHEMA),
      },
    },
    responses: {
      200: {
        ...faults,
        headers: headers(),
        content: {
          'application/json': { schema: BATCH_ANSWER_SCHEMA },
          ...linesOf(LINE_ANSWER_SCHEMA),
        },
      },
      ...bodyProblemAnswers([...PROBLEMS_OF_BODY, 'invalid-batch', 'too-many-texts', 'not-acceptable']),
    },
  };
  return { post: withExchanges(post, exchanges) };
}

/** A body of lines, each of which is JSON, by all names; `itemSchema` is OpenAPI 3.2's name for its schema. */
function linesOf(schema: object): Part {
  const body = { schema: { type: 'string' }, 'x-itemSchema': schema };
  return Object.fromEntries(NDJSON_TYPES.map((type) => [type, body]));
}
