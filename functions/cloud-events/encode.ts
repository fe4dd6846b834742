import type { Attributes } from './attributes.ts';
import { encodeHeaderValue } from './header-value.ts';

/** The media type of an event in JSON (CloudEvents' JSON format, section 3). */
export const EVENT_TYPE = 'application/cloudevents+json';
/** The media type of an array of events in JSON (section 4). */
export const BATCH_TYPE = 'application/cloudevents-batch+json';

/** An outgoing event with JSON data. */
export interface JsonEvent {
  attributes: Attributes & { datacontenttype: 'application/json' };
  data: unknown;
}

/** An event as an HTTP message. */
export interface HttpMessage {
  headers: Record<string, string>;
  body: string;
}

/** Encodes an event in binary mode, with attributes in headers (CloudEvents' HTTP binding, section 3.1). */
export function encodeBinary({ attributes, data }: JsonEvent): HttpMessage {
  const { datacontenttype, ...rest } = attributes;
  const headers: Record<string, string> = { 'content-type': datacontenttype };
  for (const [name, value] of Object.entries(rest)) headers[`ce-${name}`] = encodeHeaderValue(value);
  return { headers, body: JSON.stringify(data) };
}

/** Encodes an event in structured mode (CloudEvents' HTTP binding, section 3.2). */
export function encodeStructured(event: JsonEvent): HttpMessage {
  return { headers: { 'content-type': EVENT_TYPE }, body: toJson(event) };
}

/** Encodes an event as JSON. */
export function toJson({ attributes, data }: JsonEvent): string {
  return JSON.stringify({ ...attributes, data });
}
