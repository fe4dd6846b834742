import { PROBLEM_SCHEMA, PROBLEMS, type ProblemType } from '../contract/problems.ts';

/** A part of the OpenAPI document. */
export type Part = Record<string, unknown>;

/** The headers of responses, under `components`. */
export const HEADERS = {
  Allow: { description: 'The methods of the path.', required: true, schema: { type: 'string' } },
  RetryAfter: {
    description: 'The delay before a retry, in seconds.',
    required: true,
    schema: { type: 'integer', minimum: 1 },
  },
  XContentTypeOptions: {
    description: 'Keeps browsers from guessing another content type.',
    required: true,
    schema: { type: 'string', const: 'nosniff' },
  },
  Traceparent: {
    description: "The request's traceparent, if it is valid (W3C Trace Context).",
    schema: { type: 'string', pattern: '^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$' },
  },
  ContentEncoding: {
    description: 'gzip, if the client accepts it and the response is not short.',
    schema: { type: 'string', const: 'gzip' },
  },
  Vary: {
    description:
      'The headers that the response depends on: Accept and Accept-Encoding if there is a choice, Origin if CORS is enabled.',
    schema: { type: 'string', pattern: '^(Origin|Accept|Accept-Encoding)(, Accept)?(, Accept-Encoding)?$' },
  },
} as const;

/** The additional headers of an error, by status. */
const HEADERS_OF: Record<number, (keyof typeof HEADERS)[]> = {
  405: ['Allow'],
  503: ['RetryAfter'],
};

/** The problems of any request: before it is read, and afterwards. */
const EARLY: ProblemType[] = ['request-timeout', 'headers-too-large'];
const ALWAYS: ProblemType[] = ['malformed-request', 'expectation-failed', 'internal-error'];
/** The problems of any request with a body. */
const WITH_BODY: ProblemType[] = ['invalid-encoding', 'body-too-large', 'overloaded', 'unavailable'];

/** Describes the headers that every response may have, and additional ones. */
export function headers(...names: (keyof typeof HEADERS)[]): Part {
  const all = [...names, 'ContentEncoding', 'Vary', 'Traceparent', 'XContentTypeOptions'] as const;
  return Object.fromEntries(
    all.map((name) => [name.replace(/\B[A-Z]/g, '-$&'), { $ref: `#/components/headers/${name}` }]),
  );
}

/** Describes a response in JSON. */
export function jsonAnswer(description: string, schema: object, example?: unknown): Part {
  return {
    description,
    headers: headers(),
    content: { 'application/json': { schema, ...(example !== undefined && { example }) } },
  };
}

/**
 * Describes the error responses to a request without a body, one per status.
 * @param types the problems of this request, in addition to those of any request
 * @param contentOf creates the content of a response
 */
export function problemAnswers(types: readonly ProblemType[], contentOf = problemContent): Part {
  const byStatus = Object.groupBy([...ALWAYS, ...types], (type) => PROBLEMS[type].status);
  const answers = Object.entries(byStatus).map(([status, types = []]) => {
    const isShared = contentOf === problemContent && types.length === 1 && SHARED.includes(types[0]!);
    return [status, isShared ? sharedAnswer(types[0]!) : problemAnswer(types, contentOf)];
  });
  const early = EARLY.map((type) => [PROBLEMS[type].status, sharedAnswer(type)]);
  return Object.fromEntries([...answers, ...early]);
}

/** Describes the error responses to a request with a body, like `problemAnswers`. */
export function bodyProblemAnswers(types: readonly ProblemType[], contentOf = problemContent): Part {
  return problemAnswers([...WITH_BODY, ...types], contentOf);
}

/** Describes the response for problems of one status. */
function problemAnswer([first, ...others]: readonly ProblemType[], contentOf = problemContent): Part {
  const types = [first!, ...others];
  const { status } = PROBLEMS[first!];
  return {
    description: `${types.map((type) => PROBLEMS[type].title).join('. ')}.`,
    headers: headers(...(HEADERS_OF[status] ?? [])),
    content: contentOf(types),
  };
}

function problemContent(types: readonly ProblemType[]): Part {
  // One schema for all, since generators create a class for each. The possible types are in an extension.
  return {
    'application/problem+json': {
      schema: PROBLEM_SCHEMA,
      'x-problem-types': types.map((type) => `/problems/${type}`),
    },
  };
}

/** The problems whose responses have a name: those of many requests, and those of no documented request. */
const SHARED: ProblemType[] = [...EARLY, ...ALWAYS, 'not-found', 'method-not-allowed', 'unavailable'];

/** The named responses, under `components`. */
export const RESPONSES = Object.fromEntries(
  SHARED.map((type) => [pascalCase(type), problemAnswer([type])] as const),
);

function sharedAnswer(type: ProblemType): Part {
  return { $ref: `#/components/responses/${pascalCase(type)}` };
}

function pascalCase(type: ProblemType): string {
  return type.replace(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
