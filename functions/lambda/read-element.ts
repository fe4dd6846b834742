import { parseJson } from '../wire/decode-body.ts';

/** The field of a record that holds a request as JSON, and its encoding. */
interface Content {
  field: 'body' | 'data' | 'value';
  encoding: 'utf8' | 'base64';
}

/** The sources of EventBridge Pipes whose records hold a producer's message, by their `eventSource`. */
const CONTENTS = new Map<unknown, Content>([
  ['aws:sqs', { field: 'body', encoding: 'utf8' }],
  ['aws:kinesis', { field: 'data', encoding: 'base64' }],
  ['aws:mq', { field: 'data', encoding: 'base64' }],
  ['aws:rmq', { field: 'data', encoding: 'base64' }],
  ['aws:kafka', { field: 'value', encoding: 'base64' }],
  ['SelfManagedKafka', { field: 'value', encoding: 'base64' }],
]);

/** An element of the array that an enrichment is invoked with. */
export interface Element {
  /** The record's id; undefined if the element is not a record. */
  id: string | undefined;
  /** The name of the element's content in error messages. */
  place: string;
  /** The field of the record that holds the request; undefined if the element is the request itself. */
  field: Content['field'] | undefined;
  /**
   * Returns the request, without the envelope of SNS or EventBridge.
   * @throws ProblemError if it is not JSON
   */
  read(): unknown;
}

/** Finds the request in an element, which is the request itself or a record of a queue or a stream. */
export function readElement(element: unknown): Element {
  const content = isObject(element) ? CONTENTS.get(element.eventSource) : undefined;
  const written = content && (element as Record<string, unknown>)[content.field];
  if (content === undefined || typeof written !== 'string') {
    return { id: undefined, place: 'The element', field: undefined, read: () => element };
  }
  const { field, encoding } = content;
  const place = `The ${field} of the record`;
  const read = (): unknown => openEnvelope(parseJson(Buffer.from(written, encoding), place), place);
  return { id: idOf(element as Record<string, unknown>), place, field, read };
}

/** Unwraps an SNS notification or an EventBridge event; other values are returned unchanged. */
function openEnvelope(value: unknown, place: string): unknown {
  if (!isObject(value)) return value;
  const { Type, Message, 'detail-type': detailType, detail } = value;
  if (Type === 'Notification' && typeof Message === 'string') {
    return parseJson(Buffer.from(Message), `The Message in the ${place.slice('The '.length)}`);
  }
  return typeof detailType === 'string' && isObject(detail) ? detail : value;
}

function idOf({ messageId, messageID, eventID, topic, partition, offset }: Record<string, unknown>) {
  const id = messageId ?? messageID ?? eventID;
  if (typeof id === 'string') return id;
  return offset === undefined ? undefined : `${topic}-${partition}-${offset}`;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
