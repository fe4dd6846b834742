import { parseJson } from '../wire/decode-body.ts';

/** A field of a record that holds a request as JSON, and how. */
interface Content {
  field: 'body' | 'data' | 'value';
  encoding: 'utf8' | 'base64';
}

/** The sources of EventBridge Pipes whose records hold what a producer wrote, by what they call themselves. */
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
  /** What a record's source calls it; undefined for what is no record. */
  id: string | undefined;
  /** What the element is, as an error names it. */
  place: string;
  /** The field of the record that the request is read from; undefined for an element that is the request itself. */
  field: Content['field'] | undefined;
  /**
   * The request, out of the envelope that SNS or EventBridge put it in.
   * @throws ProblemError where it is not JSON
   */
  read(): unknown;
}

/** Finds the request in an element: the element itself, or what a record of a queue or a stream holds. */
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

/** What a notification of SNS or an event of EventBridge carries, which stand in a queue's message as they are. */
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
