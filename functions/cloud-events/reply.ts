import { createHash } from 'node:crypto';
import { toAttribute } from '../../classifier/src/index.ts';
import type { Answer } from '../contract/abstain.ts';
import { UNDECIDED } from '../contract/sentiment-title.ts';
import type { Attributes } from './attributes.ts';
import type { JsonEvent } from './encode.ts';
import type { CloudEvent } from './event.ts';

/** The `type` of reply events. */
export const REPLY_TYPE = 'dev.movie-sentiment.classified.v1';
/** The attributes of an event that its reply repeats, unless they are empty. */
const KEPT = ['subject', 'time', 'traceparent', 'tracestate', 'correlationid', 'partitionkey'];

/** Whether an event is our own reply, sent back by a Trigger without a filter; a reply to it would come back too. */
export function isReply({ attributes }: CloudEvent): boolean {
  return attributes.type === REPLY_TYPE;
}

/**
 * The reply to an event: always the same for the same `source` and `id`, whatever the order of the attributes, since
 * brokers may deliver an event more than once.
 */
export function replyTo(attributes: Attributes, result: Answer, source: string): JsonEvent {
  const { source: askedBy, id } = attributes;
  return {
    attributes: {
      specversion: '1.0',
      id: createHash('sha256')
        .update(JSON.stringify([askedBy, id]))
        .digest('hex'),
      source,
      type: REPLY_TYPE,
      datacontenttype: 'application/json',
      // As Triggers filter by it.
      sentiment: result.sentiment === null ? UNDECIDED : toAttribute(result.sentiment, result.label!),
      ...(result.label !== null && { label: String(result.label) }),
      causationid: id!,
      ...Object.fromEntries(KEPT.flatMap((name) => (attributes[name] ? [[name, attributes[name]]] : []))),
    },
    data: result,
  };
}
