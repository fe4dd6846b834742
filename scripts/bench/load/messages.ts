/** A sentence of 19 tokens, 84 characters with the blank behind it. */
export const SENTENCE =
  'A lovely film with fine performances, though not as funny or moving as it could be. ';

/** A request to send. */
export interface Message {
  /** POST without it. */
  method?: string;
  /** With its query. */
  path: string;
  headers: Readonly<Record<string, string>>;
  body: Buffer;
}

const JSON_HEADERS = { 'content-type': 'application/json' };
/** An event in binary mode has its attributes in headers. */
const EVENT_HEADERS = {
  ...JSON_HEADERS,
  'ce-specversion': '1.0',
  'ce-type': 'com.example.review',
  'ce-source': '/bench',
  'ce-id': '1',
};

/** Sentences in a row, cut off at so many characters. */
export function textOf(numCharacters: number): string {
  return SENTENCE.repeat(Math.ceil(numCharacters / SENTENCE.length)).slice(0, numCharacters);
}

/** A text of 1,000 tokens, as many as can be explained, 200 a sentence. */
export function explainableText(): string {
  return `${'a very good film '.repeat(49)}indeed it is. `.repeat(5);
}

/** A post of JSON. */
export function postJson(path: string, value: unknown): Message {
  return { path, headers: JSON_HEADERS, body: Buffer.from(JSON.stringify(value)) };
}

/** An event in binary mode. */
export function postEvent(text: string): Message {
  return { path: '/', headers: EVENT_HEADERS, body: Buffer.from(JSON.stringify({ mytext: text })) };
}

/** An event in structured mode, its `data` as it is given. */
export function postStructuredEvent(data: object): Message {
  return {
    path: '/',
    headers: { 'content-type': 'application/cloudevents+json' },
    body: Buffer.from(JSON.stringify(eventOf('1', data))),
  };
}

/** A batch of events, each with one of the `data`. */
export function postEvents(path: string, data: readonly object[]): Message {
  const events = data.map((one, i) => eventOf(String(i), one));
  return {
    path,
    headers: { 'content-type': 'application/cloudevents-batch+json' },
    body: Buffer.from(JSON.stringify(events)),
  };
}

/**
 * An inference of the Open Inference Protocol.
 * @param padding what is added to it, and ignored
 */
export function postInference(texts: readonly string[], padding = ''): Message {
  const input = { name: 'mytext', datatype: 'BYTES', shape: [texts.length], data: texts };
  return postJson('/v2/models/movie-sentiment/infer', { inputs: [input], padding });
}

/** A text as a string of JSON in which each UTF-16 code unit takes six bytes. */
export function toEscapes(text: string): string {
  return `"${text.replace(/./gs, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)}"`;
}

/**
 * A stream of lines, which has no length that is known before.
 * @param encode writes a text as a string of JSON
 */
export function postLines(
  path: string,
  texts: readonly string[],
  encode: (text: string) => string = JSON.stringify,
): Message {
  const lines = texts.map((mytext, id) => `{"mytext":${encode(mytext)},"id":${id}}\n`);
  return {
    path,
    headers: { 'content-type': 'application/x-ndjson', 'transfer-encoding': 'chunked' },
    body: Buffer.from(lines.join('')),
  };
}

function eventOf(id: string, data: object): object {
  return { specversion: '1.0', type: 'com.example.review', source: '/bench', id, data };
}
