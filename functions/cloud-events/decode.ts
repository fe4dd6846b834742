import type { IncomingHttpHeaders } from 'node:http';
import type { Steps } from '../../classifier/src/index.ts';
import { LIMITS } from '../contract/limits.ts';
import { problem } from '../contract/problems.ts';
import { isOfType, parseJson } from '../wire/decode-body.ts';
import { isCore, isUriReference, readAttributes } from './attributes.ts';
import { BATCH_TYPE, EVENT_TYPE } from './encode.ts';
import type { CloudEvent } from './event.ts';
import { decodeHeaderValue } from './header-value.ts';

/** The most attributes of an event, so that checking them does not delay other requests. */
const MAX_ATTRIBUTES = 1000;
const ATTRIBUTE_HEADER = 'ce-';
const URI_ATTRIBUTES = new Set(['source', 'dataschema']);

/** Whether a request is an event, by its `ce-specversion` header or its content type. */
export function isEvent(headers: IncomingHttpHeaders): boolean {
  return headers['ce-specversion'] !== undefined || modeOf(headers) !== 'binary';
}

/** Returns the mode of an event, by the start of its content type (CloudEvents' HTTP binding, section 3). */
export function modeOf(headers: IncomingHttpHeaders): 'binary' | 'structured' | 'batched' {
  const match = /^\s*application\/cloudevents(-batch)?/i.exec(headers['content-type'] ?? '');
  if (match === null) return 'binary';
  return match[1] === undefined ? 'structured' : 'batched';
}

/**
 * Decodes the event of a request in binary or structured mode.
 * @throws ProblemError if it is not a valid event, or a structured event is not JSON
 */
export function decodeEvent(headers: IncomingHttpHeaders, bytes: Uint8Array | undefined): CloudEvent {
  if (modeOf(headers) === 'structured') {
    return readEvent(parseEvents(headers, bytes, EVENT_TYPE), '');
  }
  if (headers['ce-datacontenttype'] !== undefined) {
    throw problem(
      'invalid-event',
      'The header ce-datacontenttype is not allowed; expected the content type in the header content-type only.',
      '/datacontenttype',
    );
  }
  const attributes = readAttributes(readHeaders(headers));
  const { 'content-type': datacontenttype } = headers;
  return {
    attributes: datacontenttype === undefined ? attributes : { ...attributes, datacontenttype },
    data: { kind: 'body', bytes },
    pointer: '',
  };
}

/**
 * Decodes the events of a request in batched mode, in order. Each step checks one event.
 * @throws ProblemError if an event is invalid, there are too many, or the batch is not JSON
 */
export function* decodeBatch(
  headers: IncomingHttpHeaders,
  bytes: Uint8Array | undefined,
): Steps<CloudEvent[]> {
  const batch = parseEvents(headers, bytes, BATCH_TYPE);
  if (!Array.isArray(batch)) {
    throw problem('invalid-event', 'The batch is not an array; expected an array of CloudEvents.');
  }
  if (batch.length > LIMITS.batchTexts) {
    throw problem(
      'too-many-texts',
      `The batch has ${batch.length} events; expected at most ${LIMITS.batchTexts}.`,
    );
  }
  const events: CloudEvent[] = [];
  for (const [i, event] of batch.entries()) {
    events.push(readEvent(event, `/${i}`));
    yield;
  }
  return events;
}

/** Parses a body of this media type as JSON. */
function parseEvents(
  headers: IncomingHttpHeaders,
  bytes: Uint8Array | undefined,
  mediaType: string,
): unknown {
  if (!isOfType(headers['content-type'], mediaType)) {
    throw problem(
      'unsupported-media-type',
      `Expected events in JSON, with the content type ${EVENT_TYPE} or ${BATCH_TYPE}, in UTF-8.`,
    );
  }
  if (bytes === undefined || bytes.length === 0) {
    throw problem('empty-body', 'The body is empty; expected a CloudEvent in JSON, or an array of them.');
  }
  return parseJson(bytes);
}

/** Reads an event from a JSON value. */
function readEvent(value: unknown, pointer: string): CloudEvent {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw problem(
      'invalid-event',
      'The event is not an object; expected a CloudEvent.',
      pointer || undefined,
    );
  }
  if (Object.keys(value).length > MAX_ATTRIBUTES) {
    throw problem(
      'invalid-event',
      `The event has too many attributes; expected at most ${MAX_ATTRIBUTES}.`,
      pointer || undefined,
    );
  }
  const { data, data_base64, ...attributes } = value as Record<string, unknown>;
  return {
    attributes: readAttributes(Object.entries(attributes), pointer),
    data: readMembers(data, data_base64, pointer),
    pointer,
  };
}

/** Reads the data of an event in JSON, from `data` or `data_base64` (CloudEvents' JSON format, section 3.1). */
function readMembers(data: unknown, base64: unknown, pointer: string): CloudEvent['data'] {
  if (base64 === undefined || base64 === null) {
    return data === undefined ? { kind: 'none' } : { kind: 'json', value: data };
  }
  if (data !== undefined) {
    throw problem(
      'invalid-event',
      'The event has both data and data_base64; expected one of them.',
      `${pointer}/data_base64`,
    );
  }
  // Buffer skips invalid characters, so encoding the bytes again shows whether there were any.
  const bytes = Buffer.from(typeof base64 === 'string' ? base64 : '', 'base64');
  if (bytes.toString('base64') === base64) return { kind: 'base64', bytes };
  throw problem(
    'invalid-event',
    'data_base64 is not valid; expected a base64 string with padding, as in RFC 4648.',
    `${pointer}/data_base64`,
  );
}

/** Yields the attributes in the headers of binary mode. */
function* readHeaders(headers: IncomingHttpHeaders): Generator<[string, string]> {
  for (const [header, value] of Object.entries(headers)) {
    if (!header.startsWith(ATTRIBUTE_HEADER) || value === undefined) continue;
    const name = header.slice(ATTRIBUTE_HEADER.length);
    yield [name, readHeader(name, String(value))];
  }
}

/** Decodes an attribute's header. A URI stays as it is if decoding would break it: its sender does not encode. */
function readHeader(name: string, value: string): string {
  const decoded = decodeHeaderValue(value, isCore(name) ? `/${name}` : undefined);
  return URI_ATTRIBUTES.has(name) && !isUriReference(decoded) && isUriReference(value) ? value : decoded;
}
