import { createHash } from 'node:crypto';
import type { Answer } from '../contract/abstain.ts';
import type { Attributes } from './attributes.ts';
import type { JsonEvent } from './encode.ts';
import { classAttributes, REPLY_TYPE } from './own-events.ts';

/** The attributes of an event that its reply repeats, unless they are empty. */
const KEPT = ['subject', 'time', 'traceparent', 'tracestate', 'correlationid', 'partitionkey'];

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
      ...classAttributes(result),
      causationid: id!,
      ...Object.fromEntries(KEPT.flatMap((name) => (attributes[name] ? [[name, attributes[name]]] : []))),
    },
    data: result,
  };
}
