import { JSON_TYPE } from '../contract/media-types.ts';
import { ProblemError, problem } from '../contract/problems.ts';
import { decodeBody, isOfJsonType } from '../wire/decode-body.ts';
import type { Attributes } from './attributes.ts';

/** A received event. Its attributes are checked, its data is not. */
export interface CloudEvent {
  attributes: Attributes;
  /** The body of the request in binary mode; otherwise the member `data`, or the bytes of `data_base64`. */
  data:
    | { kind: 'body'; bytes: Uint8Array | undefined }
    | { kind: 'json'; value: unknown }
    | { kind: 'base64'; bytes: Uint8Array }
    | { kind: 'none' };
  /** JSON Pointer to the event in the body, such as `/3` in a batch; otherwise empty. */
  pointer: string;
}

/**
 * Reads the data of an event, which must be JSON. Data without a content type counts as JSON, since a broker may drop
 * the type that JSON events imply.
 * @throws ProblemError if there is no data, or it is not JSON. `pointInto` adjusts its pointer to the request.
 */
export function readData({ attributes, data }: CloudEvent): unknown {
  if (!isOfJsonType(attributes.datacontenttype ?? JSON_TYPE)) {
    throw problem(
      'unsupported-media-type',
      'Expected data with a JSON content type, such as application/json or application/vnd.example+json, in UTF-8.',
    );
  }
  if (data.kind === 'json') return data.value;
  if (data.kind !== 'none') return decodeBody(data.bytes, { 'content-type': JSON_TYPE });
  throw problem('missing-text', 'The event has no data; expected data such as {"mytext": "…"}.');
}

/**
 * Converts a pointer into an event's data to one into the request. In binary mode they are the same. A pointer cannot
 * address anything inside `data_base64`.
 * @param inData JSON Pointer into the data of the event
 */
export function pointerInto({ data, pointer }: CloudEvent, inData = ''): string {
  if (data.kind === 'body') return inData;
  if (data.kind === 'base64') return `${pointer}/data_base64`;
  return `${pointer}/data${data.kind === 'json' ? inData : ''}`;
}

/** Returns the error with a pointer into the request instead of the event's data; other errors stay unchanged. */
export function pointInto(error: unknown, event: CloudEvent): unknown {
  if (!(error instanceof ProblemError) || event.data.kind === 'body') return error;
  const isOfWrongType = error.type === 'unsupported-media-type';
  const pointer = isOfWrongType ? `${event.pointer}/datacontenttype` : pointerInto(event, error.pointer);
  return problem(error.type, error.message, pointer);
}
