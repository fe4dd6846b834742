/** A sentence of 19 tokens and 84 characters, including the trailing space. */
export const SENTENCE =
  'A lovely film with fine performances, though not as funny or moving as it could be. ';

/** A request to send. */
export interface Message {
  /** The method; POST by default. */
  method?: string;
  /** The path with its query. */
  path: string;
  headers: Readonly<Record<string, string>>;
  body: Buffer;
}

const JSON_HEADERS = { 'content-type': 'application/json' };
/** The headers of an event in binary mode, which carry its attributes. */
const EVENT_HEADERS = {
  ...JSON_HEADERS,
  'ce-specversion': '1.0',
  'ce-type': 'com.example.review',
  'ce-source': '/bench',
  'ce-id': '1',
};

/** Repeats sentences up to a number of characters. */
export function textOf(numCharacters: number): string {
  return SENTENCE.repeat(Math.ceil(numCharacters / SENTENCE.length)).slice(0, numCharacters);
}

/** A text of 1,000 tokens, the maximum that can be explained, with 200 tokens in each sentence. */
export function explainableText(): string {
  return `${'a very good film '.repeat(49)}indeed it is. `.repeat(5);
}

/** Makes a POST request with a JSON body. */
export function postJson(path: string, value: unknown): Message {
  return { path, headers: JSON_HEADERS, body: Buffer.from(JSON.stringify(value)) };
}

/** Makes a POST request with an event in binary mode. */
export function postEvent(text: string): Message {
  return { path: '/', headers: EVENT_HEADERS, body: Buffer.from(JSON.stringify({ mytext: text })) };
}

/** Makes a POST request with an event in structured mode and the given `data`. */
export function postStructuredEvent(data: object): Message {
  return {
    path: '/',
    headers: { 'content-type': 'application/cloudevents+json' },
    body: Buffer.from(JSON.stringify(eventOf('1', data))),
  };
}

/** Makes a POST request with a batch of events, one for each element of `data`. */
export function postEvents(path: string, data: readonly object[]): Message {
  const events = data.map((one, i) => eventOf(String(i), one));
  return {
    path,
    headers: { 'content-type': 'application/cloudevents-batch+json' },
    body: Buffer.from(JSON.stringify(events)),
  };
}

/**
 * Makes an inference request of the Open Inference Protocol.
 * @param padding extra content, which the service ignores
 */
export function postInference(texts: readonly string[], padding = ''): Message {
  const input = { name: 'mytext', datatype: 'BYTES', shape: [texts.length], data: texts };
  return postJson('/v2/models/movie-sentiment/infer', { inputs: [input], padding });
}

/** Encodes a text as a JSON string in which each UTF-16 code unit is a six-byte escape. */
export function toEscapes(text: string): string {
  return `"${text.replace(/./gs, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)}"`;
}

/**
 * Makes a POST request with a stream of lines, without a content length.
 * @param encode encodes a text as a JSON string
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
