import { LIMITS, TRANSFORMER_LIMITS } from '../contract/limits.ts';
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
  ['explain', 'Whether to add the weight of each token and each sentence.'],
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
  description: 'The least confidence for a class. Below it, sentiment and label are null.',
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

/** Describes `POST /`, and the webhook handshake (`OPTIONS /`). */
export function textPath(exchanges: Exchanges, isEventsOnly: boolean): Part {
  const post = {
    operationId: isEventsOnly ? 'answerEvent' : 'classify',
    summary: isEventsOnly ? 'Answer a CloudEvent.' : 'Classify a text, or answer a CloudEvent.',
    description: `A request with a "ce-specversion" header (binary mode) or a CloudEvents content type is an event. Its data has the format of a plain request.${isEventsOnly ? ' Other requests are refused.' : ''} An event of the reply type is acknowledged with 202. A body has at most ${LIMITS.bodyBytes} bytes.`,
    // Only one tag: generators create a class per tag, and some put the operation twice into one package.
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
      202: { description: 'An event of our own types is acknowledged without a reply.', headers: headers() },
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
      summary: 'Answer the validation handshake of CloudEvents webhooks.',
      tags: ['events'],
      parameters: [
        {
          name: 'webhook-request-origin',
          in: 'header',
          description: 'The sender that asks for permission.',
          schema: { type: 'string' },
          example: 'broker.example.com',
        },
      ],
      responses: {
        200: {
          description: 'The sender may send at any rate.',
          headers: {
            ...headers('Allow'),
            'webhook-allowed-origin': {
              description: 'The permitted sender: the one that asked, or * for any.',
              required: true,
              schema: { type: 'string' },
            },
            'webhook-allowed-rate': {
              description: '* for any rate.',
              required: true,
              schema: { type: 'string', const: '*' },
            },
          },
        },
        204: {
          description: 'The allowed methods, for a request without webhook-request-origin.',
          headers: headers('Allow'),
        },
        ...problemAnswers([]),
      },
    },
  };
}

/** Describes `POST /batch`. */
export function batchPath(exchanges: Exchanges): Part {
  const faults: Part = {
    description: 'One result per text, in order. An invalid text gets an error in its place.',
  };
  const post = {
    operationId: 'classifyBatch',
    summary: 'Classify many texts.',
    description: `As JSON, 1 to ${LIMITS.batchTexts} texts in at most ${LIMITS.bodyBytes} bytes. A transformer takes at most ${TRANSFORMER_LIMITS.batchTexts}, of ${TRANSFORMER_LIMITS.batchCharacters} characters in all, and one with "explain" or "sentences". As NDJSON, a stream of any length, answered line by line, with at most ${LIMITS.lineBytes} bytes per line. Read while you write: a connection that is idle for ${LIMITS.idleSeconds} seconds is closed. The response has the content type of the request.`,
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

/** Describes a body of JSON lines under all names of its type. OpenAPI 3.2 calls the schema of a line `itemSchema`. */
function linesOf(schema: object): Part {
  const body = { schema: { type: 'string' }, 'x-itemSchema': schema };
  return Object.fromEntries(NDJSON_TYPES.map((type) => [type, body]));
}
