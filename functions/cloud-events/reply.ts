import { createHash } from 'node:crypto';
import type { Answer } from '../contract/abstain.ts';
import type { Attributes } from './attributes.ts';
import type { JsonEvent } from './encode.ts';
import { classAttributes, REPLY_TYPE } from './own-events.ts';

/** The attributes that are copied from an event to its reply, unless they are empty. */
const KEPT = ['subject', 'time', 'traceparent', 'tracestate', 'correlationid', 'partitionkey'];

/**
 * Creates the reply to an event. Its id depends only on the event's `source` and `id`, so an event that is delivered
 * twice gets the same reply.
 * @param attributes the attributes of the event
 * @param source the `source` of the reply
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
      ...classAttributes(result),
      causationid: id!,
      ...Object.fromEntries(KEPT.flatMap((name) => (attributes[name] ? [[name, attributes[name]]] : []))),
    },
    data: result,
  };
}
