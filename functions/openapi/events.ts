import { BATCH_TYPE, EVENT_TYPE } from '../cloud-events/encode.ts';
import { REPLY_TYPE } from '../cloud-events/own-events.ts';
import { LIMITS } from '../contract/limits.ts';
import { ANSWER_SCHEMA, REQUEST_SCHEMA } from '../contract/schemas.ts';
import { UNDECIDED } from '../contract/sentiment-title.ts';

const attribute = { type: 'string', minLength: 1 } as const;
const uriReference = { ...attribute, format: 'uri-reference' } as const;
const time = { type: 'string', format: 'date-time' } as const;
const extension = { type: ['string', 'boolean', 'integer', 'null'] } as const;
const required = ['specversion', 'id', 'source', 'type'] as const;

/** JSON Schema of an event in structured mode (CloudEvents 1.0.2). */
export const EVENT = {
  type: 'object',
  required: [...required, 'data'],
  properties: {
    specversion: { type: 'string', const: '1.0' },
    id: attribute,
    source: uriReference,
    type: attribute,
    subject: attribute,
    time,
    datacontenttype: { type: 'string' },
    data: REQUEST_SCHEMA,
  },
  additionalProperties: extension,
} as const;

/** JSON Schema of a reply event in structured mode. */
export const REPLY = {
  type: 'object',
  required: [...required, 'datacontenttype', 'data', 'sentiment', 'causationid'],
  properties: {
    ...EVENT.properties,
    type: { type: 'string', const: REPLY_TYPE },
    datacontenttype: { type: 'string', const: 'application/json' },
    sentiment: {
      type: 'string',
      pattern: '^[a-z0-9-]+$',
      description: `One of the attributes in /model, such as somewhat-negative, or ${UNDECIDED}.`,
    },
    label: { type: 'string', pattern: '^1?[0-9]$' },
    causationid: attribute,
    data: ANSWER_SCHEMA,
  },
  additionalProperties: extension,
} as const;

/** JSON Schema of a batch of events. */
export const BATCH_OF_EVENTS = { type: 'array', maxItems: LIMITS.batchTexts, items: EVENT } as const;
/** JSON Schema of a batch of replies. */
export const BATCH_OF_REPLIES = { type: 'array', maxItems: LIMITS.batchTexts, items: REPLY } as const;

/** The attributes of an example event. */
export const EXAMPLE_EVENT = {
  specversion: '1.0',
  id: '17',
  source: '/shop',
  type: 'com.example.review',
  subject: 'film/42',
} as const;

/** The request bodies of events, by media type. */
export const EVENT_BODIES = { [EVENT_TYPE]: { schema: EVENT }, [BATCH_TYPE]: { schema: BATCH_OF_EVENTS } };

/** The response bodies of reply events, by media type. */
export const REPLY_BODIES = { [EVENT_TYPE]: { schema: REPLY }, [BATCH_TYPE]: { schema: BATCH_OF_REPLIES } };

/** The headers of an event in binary mode. */
export const EVENT_PARAMETERS = Object.keys(EXAMPLE_EVENT).map((name) => ({
  name: `ce-${name}`,
  in: 'header',
  description: `The attribute "${name}" of an event in binary mode.`,
  // An enumeration, since generators omit an operation whose header has a constant.
  schema:
    name === 'specversion'
      ? { type: 'string', enum: ['1.0'] }
      : EVENT.properties[name as keyof typeof EXAMPLE_EVENT],
}));

/** The headers of a reply in binary mode. There may be others. The response to a plain request has none of them. */
export const REPLY_HEADERS = Object.fromEntries(
  [...required, 'sentiment', 'label', 'causationid', 'subject', 'time'].map((name) => [
    `ce-${name}`,
    {
      description: `The attribute "${name}" of a reply event in binary mode.`,
      schema: REPLY.properties[name as keyof typeof REPLY.properties],
    },
  ]),
);
