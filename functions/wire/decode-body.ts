import { MIMEType } from 'node:util';
import { LIMITS } from '../contract/limits.ts';
import { JSON_TYPE } from '../contract/media-types.ts';
import { problem } from '../contract/problems.ts';
import { isUtf8 } from './charset.ts';

/** The headers that describe a request's body, once its content coding is undone. */
export interface BodyHeaders {
  'content-type'?: string | undefined;
}

/** The body that an error message gives as an example. */
const EXAMPLE = '{"mytext": "…"}';
/** The essence of a content type whose data are JSON (CloudEvents' JSON format, section 3.1). */
const JSON_ESSENCE = /^[^/]+\/(?:json|[^/]+\+json)$/;

/**
 * The JSON value of a request's body.
 * @param bytes undefined where there is none
 * @param example a right body, for the error message
 * @param expected the content types that are taken, for the error message
 * @throws ProblemError unless the headers promise JSON in UTF-8 and the bytes keep it
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
 * The value of JSON in UTF-8.
 * @param place what the bytes are, as an error names them
 * @throws ProblemError when they are not UTF-8, not JSON, or hold too many arrays and objects
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
      `${place} holds more than ${LIMITS.jsonParts} arrays and objects; expected JSON such as ${example}.`,
    );
  }
  try {
    return JSON.parse(json);
  } catch {
    // The parser's own message quotes the text, so it stays here.
    throw problem('malformed-json', `${place} is not valid JSON; expected JSON such as ${example}.`);
  }
}

/** Whether JSON holds more arrays and objects than it may. */
function hasTooManyParts(json: string): boolean {
  if (json.length <= LIMITS.jsonParts) return false;
  let numParts = 0;
  for (let i = 0; i < json.length && numParts <= LIMITS.jsonParts; i++) {
    const character = json[i];
    if (character === '"') i = endOfString(json, i);
    else if (character === '[' || character === '{') numParts++;
  }
  return numParts > LIMITS.jsonParts;
}

/** Where the string that begins at a place has its closing quote. */
function endOfString(json: string, start: number): number {
  let at = start + 1;
  while (at < json.length && json[at] !== '"') at += json[at] === '\\' ? 2 : 1;
  return at;
}

/** Fatal: wrong bytes throw instead of turning into U+FFFD. A byte order mark is dropped. */
const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Whether a content type is this media type, in UTF-8; letter case, white space and parameters aside. */
export function isOfType(contentType: string | undefined, mediaType: string): boolean {
  return contentType === mediaType || essenceOf(contentType) === mediaType;
}

/** Whether the data of this content type are JSON in UTF-8: `text/json` and `application/vnd.example+json` too. */
export function isOfJsonType(contentType: string): boolean {
  return JSON_ESSENCE.test(essenceOf(contentType) ?? '');
}

/** A content type without its parameters, in small letters; undefined for one that is malformed, or not in UTF-8. */
export function essenceOf(contentType = ''): string | undefined {
  try {
    const { essence, params } = new MIMEType(contentType);
    return isUtf8(params.get('charset') ?? 'utf-8') ? essence : undefined;
  } catch {
    return undefined;
  }
}
