import { MIMEType } from 'node:util';
import { NUM_CLASSES, SENTIMENTS, type Sentiment } from '../classifier/src/index.ts';
import { problem } from './problems.ts';

/** The limits that every handler keeps. */
export const LIMITS = {
  /** The longest text, in Unicode code points, as JSON Schema's `maxLength` counts. */
  textCharacters: 10_000,
  /** The largest body, in bytes. */
  bodyBytes: 1_048_576,
} as const;

const probability = { type: 'number', minimum: 0, maximum: 1 } as const;

/** JSON Schema of the body of `POST /`. `readText` accepts exactly what it accepts. */
export const REQUEST_SCHEMA = {
  type: 'object',
  required: ['mytext'],
  properties: {
    mytext: { type: 'string', minLength: 1, maxLength: LIMITS.textCharacters, pattern: '\\S' },
  },
} as const;

/** JSON Schema of the answer to `POST /`: a `Classification`. */
export const ANSWER_SCHEMA = {
  type: 'object',
  required: ['sentiment', 'label', 'confidence', 'probabilities', 'valence', 'coverage', 'model'],
  properties: {
    sentiment: { type: 'string', enum: SENTIMENTS },
    label: { type: 'integer', minimum: 0, maximum: NUM_CLASSES - 1 },
    confidence: probability,
    probabilities: {
      type: 'object',
      required: SENTIMENTS,
      properties: Object.fromEntries(SENTIMENTS.map((sentiment) => [sentiment, probability])),
    },
    valence: { type: 'number', minimum: 0, maximum: NUM_CLASSES - 1 },
    coverage: probability,
    model: { type: 'string' },
  },
} as const;

/**
 * The JSON value of a request's body.
 * @throws ProblemError unless the headers promise plain JSON in UTF-8 and the bytes keep it
 */
export function decodeBody(
  bytes: Uint8Array,
  headers: { 'content-type'?: string | undefined; 'content-encoding'?: string | undefined },
): unknown {
  if (bytes.length === 0) {
    throw problem('empty-body', 'The body is empty; expected JSON such as {"mytext": "…"}.');
  }
  if (!isJson(headers['content-type'])) {
    throw problem('unsupported-media-type', 'Expected the content type application/json, in UTF-8.');
  }
  if ((headers['content-encoding'] ?? 'identity').trim().toLowerCase() !== 'identity') {
    throw problem(
      'unsupported-media-type',
      'The body is compressed; expected it without a content encoding.',
    );
  }

  let json: string;
  try {
    json = utf8.decode(bytes);
  } catch {
    throw problem('invalid-utf-8', 'The body has bytes that are not UTF-8; expected JSON in UTF-8.');
  }
  try {
    return JSON.parse(json);
  } catch {
    // The parser's own message quotes the text, so it stays here.
    throw problem('malformed-json', 'The body is not valid JSON; expected JSON such as {"mytext": "…"}.');
  }
}

/** Fatal: wrong bytes throw instead of turning into U+FFFD. A byte order mark is dropped. */
const utf8 = new TextDecoder('utf-8', { fatal: true });

function isJson(contentType: string | undefined): boolean {
  try {
    const { essence, params } = new MIMEType(contentType ?? '');
    return essence === 'application/json' && /^utf-?8$/i.test(params.get('charset') ?? 'utf-8');
  } catch {
    return false;
  }
}

/**
 * The text of the body of `POST /`, other fields ignored. A check by hand, because a compiled schema takes
 * 50 ms of a cold start and knows one status for all errors.
 * @throws ProblemError when there is none within the limits
 */
export function readText(body: unknown): string {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw problem('invalid-body', `The body is ${kindOf(body)}; expected an object such as {"mytext": "…"}.`);
  }
  if (!Object.hasOwn(body, 'mytext')) {
    throw problem('missing-text', 'The body has no "mytext"; expected {"mytext": "…"}.', '/mytext');
  }
  return checkText((body as { mytext: unknown }).mytext, '/mytext');
}

/**
 * A text within the limits.
 * @param pointer JSON Pointer to the text in the request
 * @throws ProblemError for anything else; values are never converted
 */
export function checkText(text: unknown, pointer: string): string {
  const expected = `expected 1 to ${LIMITS.textCharacters} characters, at least one of them not white space.`;
  if (typeof text !== 'string') {
    throw problem('invalid-text', `The text is ${kindOf(text)}, not a string; ${expected}`, pointer);
  }
  // A code point is one or two UTF-16 units, so most texts need no count.
  if (text.length > LIMITS.textCharacters) {
    const numCharacters = [...text].length;
    if (numCharacters > LIMITS.textCharacters) {
      throw problem('text-too-long', `The text has ${numCharacters} characters; ${expected}`, pointer);
    }
  }
  if (!/\S/.test(text)) {
    throw problem(
      'empty-text',
      `The text is ${text === '' ? 'empty' : 'white space alone'}; ${expected}`,
      pointer,
    );
  }
  return text;
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

/** The sentiment in words, as `text/plain` answers it: `Somewhat Negative`. */
export function inWords(sentiment: Sentiment): string {
  return sentiment.replace(/\b[a-z]/g, (letter) => letter.toUpperCase());
}
