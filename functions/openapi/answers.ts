import { PROBLEM_SCHEMA, PROBLEMS, type ProblemType } from '../contract/problems.ts';

/** A part of the document. */
export type Part = Record<string, unknown>;

/** The headers of answers, under `components`. */
export const HEADERS = {
  Allow: { description: 'The methods of the path.', required: true, schema: { type: 'string' } },
  RetryAfter: {
    description: 'Send the request again after so many seconds.',
    required: true,
    schema: { type: 'integer', minimum: 1 },
  },
  XContentTypeOptions: {
    description: 'The body is what its content type says; browsers are not to guess.',
    required: true,
    schema: { type: 'string', const: 'nosniff' },
  },
  Traceparent: {
    description: "The request's own, where it is valid (W3C Trace Context).",
    schema: { type: 'string', pattern: '^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$' },
  },
  ContentEncoding: {
    description: 'gzip, where that is asked for and the answer is not short.',
    schema: { type: 'string', const: 'gzip' },
  },
  Vary: {
    description:
      'What else the answer depends on: Accept and Accept-Encoding where there is a choice, the origin where CORS is on.',
    schema: { type: 'string', pattern: '^(Origin|Accept|Accept-Encoding)(, Accept)?(, Accept-Encoding)?$' },
  },
} as const;

/** The additional headers of an error, by its status. */
const HEADERS_OF: Record<number, (keyof typeof HEADERS)[]> = {
  405: ['Allow'],
  503: ['RetryAfter'],
};

/** The problems that any request may meet: before it is read, and after. */
const EARLY: ProblemType[] = ['request-timeout', 'headers-too-large'];
const ALWAYS: ProblemType[] = ['malformed-request', 'expectation-failed', 'internal-error'];
/** The problems that any request with a body may meet. */
const WITH_BODY: ProblemType[] = ['invalid-encoding', 'body-too-large', 'overloaded', 'unavailable'];

/** The headers that every answer has or may have, and these in addition. */
export function headers(...names: (keyof typeof HEADERS)[]): Part {
  const all = [...names, 'ContentEncoding', 'Vary', 'Traceparent', 'XContentTypeOptions'] as const;
  return Object.fromEntries(
    all.map((name) => [name.replace(/\B[A-Z]/g, '-$&'), { $ref: `#/components/headers/${name}` }]),
  );
}

/** An answer in JSON. */
export function jsonAnswer(description: string, schema: object, example?: unknown): Part {
  return {
    description,
    headers: headers(),
    content: { 'application/json': { schema, ...(example !== undefined && { example }) } },
  };
}

/**
 * The answers to a request without a body that may meet these problems, one per status.
 * @param contentOf the content of an answer
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

/** The answers to a request with a body that may meet these problems, one per status. */
export function bodyProblemAnswers(types: readonly ProblemType[], contentOf = problemContent): Part {
  return problemAnswers([...WITH_BODY, ...types], contentOf);
}

/** The answer to problems of one status. */
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
  // One schema for all, since generators make a class of each; what is possible here stands beside it.
  return {
    'application/problem+json': {
      schema: PROBLEM_SCHEMA,
      'x-problem-types': types.map((type) => `/problems/${type}`),
    },
  };
}

/** The problems that many requests may meet, or that none of the document's meets: their answers have a name. */
const SHARED: ProblemType[] = [...EARLY, ...ALWAYS, 'not-found', 'method-not-allowed', 'unavailable'];

/** The answers that have a name, under `components`. */
export const RESPONSES = Object.fromEntries(
  SHARED.map((type) => [pascalCase(type), problemAnswer([type])] as const),
);

function sharedAnswer(type: ProblemType): Part {
  return { $ref: `#/components/responses/${pascalCase(type)}` };
}

function pascalCase(type: ProblemType): string {
  return type.replace(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
