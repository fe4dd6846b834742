/** All problem types, by the last part of their `type`, a URI reference such as `/problems/text-too-long`. */
export const PROBLEMS = {
  'malformed-request': { status: 400, title: 'Malformed HTTP request' },
  'empty-body': { status: 400, title: 'Empty body' },
  'invalid-encoding': { status: 400, title: 'Body is not what its encoding says' },
  'invalid-utf-8': { status: 400, title: 'Body is not UTF-8' },
  'malformed-json': { status: 400, title: 'Malformed JSON' },
  'invalid-body': { status: 400, title: 'Body is not a JSON object' },
  'missing-text': { status: 400, title: 'Missing text' },
  'invalid-text': { status: 400, title: 'Text is not a string' },
  'empty-text': { status: 400, title: 'Empty text' },
  'invalid-batch': { status: 400, title: 'Not a batch of texts' },
  'invalid-id': { status: 400, title: 'Invalid id' },
  'invalid-query': { status: 400, title: 'Invalid query parameter' },
  'invalid-event': { status: 400, title: 'Not a CloudEvent' },
  'not-found': { status: 404, title: 'Not found' },
  'method-not-allowed': { status: 405, title: 'Method not allowed' },
  'not-acceptable': { status: 406, title: 'Not acceptable' },
  'request-timeout': { status: 408, title: 'Request timeout' },
  'text-too-long': { status: 413, title: 'Text too long' },
  'too-many-texts': { status: 413, title: 'Too many texts' },
  'line-too-long': { status: 413, title: 'Line too long' },
  'body-too-large': { status: 413, title: 'Body too large' },
  'unsupported-media-type': { status: 415, title: 'Unsupported media type' },
  'expectation-failed': { status: 417, title: 'Expectation failed' },
  'headers-too-large': { status: 431, title: 'Headers too large' },
  'internal-error': { status: 500, title: 'Internal error' },
  unavailable: { status: 503, title: 'Unavailable' },
  overloaded: { status: 503, title: 'Overloaded' },
} as const satisfies Record<string, { status: number; title: string }>;

/** The name of a problem type, such as `text-too-long`. */
export type ProblemType = keyof typeof PROBLEMS;

/** An error that is reported to the client. Its message is the `detail`, and never contains the client's text. */
export class ProblemError extends Error {
  readonly type: ProblemType;
  /** JSON Pointer to the invalid field; undefined if there is none. */
  readonly pointer: string | undefined;

  constructor(type: ProblemType, detail: string, pointer?: string) {
    super(detail);
    this.name = 'ProblemError';
    this.type = type;
    this.pointer = pointer;
  }
}

/**
 * Creates an error to throw.
 * @param detail the error, and the expected value; it must not contain the client's text
 * @param pointer JSON Pointer to the invalid field, such as `/mytext`
 */
export function problem(type: ProblemType, detail: string, pointer?: string): ProblemError {
  return new ProblemError(type, detail, pointer);
}

/** The `application/problem+json` body of an error (RFC 9457). */
export interface ProblemDetails {
  type: string;
  title: string;
  status: number;
  detail: string;
  pointer?: string;
  line?: number;
}

/** Creates the problem details of an error. */
export function problemDetails({ type, message, pointer }: ProblemError): ProblemDetails {
  const { title, status } = PROBLEMS[type];
  return {
    type: `/problems/${type}`,
    title,
    status,
    detail: message,
    ...(pointer !== undefined && { pointer }),
  };
}

/** JSON Schema of problem details (RFC 9457). */
export const PROBLEM_SCHEMA = {
  type: 'object',
  required: ['type', 'title', 'status', 'detail'],
  properties: {
    type: { type: 'string', enum: Object.keys(PROBLEMS).map((type) => `/problems/${type}`) },
    title: { type: 'string' },
    status: { type: 'integer', minimum: 400, maximum: 599 },
    detail: { type: 'string' },
    pointer: { type: 'string', description: 'JSON Pointer (RFC 6901) to the invalid field' },
    line: { type: 'integer', minimum: 1, description: 'Number of the invalid line, in a stream' },
  },
} as const;
