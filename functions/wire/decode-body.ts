import { MIMEType } from 'node:util';
import { LIMITS } from '../contract/limits.ts';
import { JSON_TYPE } from '../contract/media-types.ts';
import { problem } from '../contract/problems.ts';
import { isUtf8 } from './charset.ts';

/** The headers that describe a request's body after decompression. */
export interface BodyHeaders {
  'content-type'?: string | undefined;
}

/** The example body in error messages. */
const EXAMPLE = '{"mytext": "…"}';
/** The essence of a JSON content type (CloudEvents' JSON format, section 3.1). */
const JSON_ESSENCE = /^[^/]+\/(?:json|[^/]+\+json)$/;

/**
 * Parses a request's body as JSON.
 * @param bytes undefined if there is no body
 * @param example a valid body, for the error message
 * @param expected the accepted content types, for the error message
 * @throws ProblemError unless headers and bytes are JSON in UTF-8
 */
export function decodeBody(
  bytes: Uint8Array | undefined,
  headers: BodyHeaders,
  example = EXAMPLE,
  expected: string = JSON_TYPE,
): unknown {
  if (bytes === undefined || bytes.length === 0) {
    throw problem('empty-body', `The body is empty; expected JSON such as ${example}.`);
  }
  if (!isOfType(headers['content-type'], JSON_TYPE)) {
    throw problem('unsupported-media-type', `Expected the content type ${expected}, in UTF-8.`);
  }
  return parseJson(bytes, 'The body', example);
}

/**
 * Parses JSON in UTF-8.
 * @param place the name of the bytes in error messages
 * @param example a valid body, for the error message
 * @throws ProblemError if the bytes are not UTF-8, not JSON, or hold too many arrays, objects and members
 */
export function parseJson(bytes: Uint8Array, place = 'The body', example = EXAMPLE): unknown {
  let json: string;
  try {
    json = utf8.decode(bytes);
  } catch {
    throw problem('invalid-utf-8', `${place} has bytes that are not UTF-8; expected JSON in UTF-8.`);
  }
  if (hasTooManyParts(json)) {
    throw problem(
      'invalid-body',
      `${place} holds more than ${LIMITS.jsonParts} arrays, objects and members; expected JSON such as ${example}.`,
    );
  }
  try {
    return JSON.parse(json);
  } catch {
    // The parser's own message quotes the text, so it is not passed on.
    throw problem('malformed-json', `${place} is not valid JSON; expected JSON such as ${example}.`);
  }
}

/** Whether JSON has more arrays, objects and members than `LIMITS.jsonParts`; a comma stands for a member. */
function hasTooManyParts(json: string): boolean {
  if (json.length <= LIMITS.jsonParts) return false;
  let numParts = 0;
  for (let i = 0; i < json.length && numParts <= LIMITS.jsonParts; i++) {
    const character = json[i];
    if (character === '"') i = endOfString(json, i);
    else if (character === ',' || character === '[' || character === '{') numParts++;
  }
  return numParts > LIMITS.jsonParts;
}

/** The index of the closing quote of the string that begins at `start`. */
function endOfString(json: string, start: number): number {
  let at = start + 1;
  while (at < json.length && json[at] !== '"') at += json[at] === '\\' ? 2 : 1;
  return at;
}

/** Fatal: invalid bytes throw instead of becoming U+FFFD. A byte order mark is dropped. */
const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Whether a content type is this media type in UTF-8. Letter case, white space and other parameters are ignored. */
export function isOfType(contentType: string | undefined, mediaType: string): boolean {
  return contentType === mediaType || essenceOf(contentType) === mediaType;
}

/** Whether a content type is JSON in UTF-8, including `text/json` and `application/vnd.example+json`. */
export function isOfJsonType(contentType: string): boolean {
  return JSON_ESSENCE.test(essenceOf(contentType) ?? '');
}

/** Returns a content type in lower case without its parameters; undefined if it is malformed or not in UTF-8. */
export function essenceOf(contentType = ''): string | undefined {
  try {
    const { essence, params } = new MIMEType(contentType);
    return isUtf8(params.get('charset') ?? 'utf-8') ? essence : undefined;
  } catch {
    return undefined;
  }
}
