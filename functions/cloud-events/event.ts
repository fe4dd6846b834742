import { JSON_TYPE } from '../contract/media-types.ts';
import { ProblemError, problem } from '../contract/problems.ts';
import { decodeBody, isOfJsonType } from '../wire/decode-body.ts';
import type { Attributes } from './attributes.ts';

/** An event as received: its attributes are checked, its data are not. */
export interface CloudEvent {
  attributes: Attributes;
  /** The body of the request in binary mode; otherwise the member `data`, or the bytes of `data_base64`. */
  data:
    | { kind: 'body'; bytes: Uint8Array | undefined }
    | { kind: 'json'; value: unknown }
    | { kind: 'base64'; bytes: Uint8Array }
    | { kind: 'none' };
  /** JSON Pointer to the event in the body: such as `/3` in a batch, otherwise empty. */
  pointer: string;
}

/**
 * The data of an event, which must be JSON; so are data that come without a content type, since a broker may have
 * lost the one that JSON events imply.
 * @throws ProblemError when there are none, or none in JSON; `pointInto` makes it point into the request
 */
export function readData({ attributes, data }: CloudEvent): unknown {
  if (!isOfJsonType(attributes.datacontenttype ?? JSON_TYPE)) {
    throw problem(
      'unsupported-media-type',
      'Expected data of a content type of JSON, such as application/json or application/vnd.example+json, in UTF-8.',
    );
  }
  if (data.kind === 'json') return data.value;
  if (data.kind !== 'none') return decodeBody(data.bytes, { 'content-type': JSON_TYPE });
  throw problem('missing-text', 'The event has no data; expected data such as {"mytext": "…"}.');
}

/**
 * JSON Pointer to a value in the request. In binary mode the body is the data, so that pointers stay as they are; no
 * pointer reaches into `data_base64`.
 * @param inData JSON Pointer to the value in the data of the event
 */
export function pointerInto({ data, pointer }: CloudEvent, inData = ''): string {
  if (data.kind === 'body') return inData;
  if (data.kind === 'base64') return `${pointer}/data_base64`;
  return `${pointer}/data${data.kind === 'json' ? inData : ''}`;
}

/** The same error, with a pointer into the request in place of one into the event's data. */
export function pointInto(error: unknown, event: CloudEvent): unknown {
  if (!(error instanceof ProblemError) || event.data.kind === 'body') return error;
  const isOfWrongType = error.type === 'unsupported-media-type';
  const pointer = isOfWrongType ? `${event.pointer}/datacontenttype` : pointerInto(event, error.pointer);
  return problem(error.type, error.message, pointer);
}
