import { isEvent } from '../../functions/cloud-events/decode.ts';
import type { OpenApi, Operation } from '../verify/index.ts';

/** A document with all that requests are made of. */
export interface DescribedApi extends OpenApi {
  info: { title: string; description: string };
  tags: { name: string; description: string }[];
}

/** A request to send, and what answers it. */
export interface ExampleRequest {
  /** Of all requests this one alone has it: the operation and the name of the example, such as `classify.text`. */
  id: string;
  name: string;
  /** The tag it belongs to. */
  folder: string;
  method: string;
  /** With its query. */
  path: string;
  headers: Record<string, string>;
  body: string | undefined;
  answer: ExampleAnswer;
}

/** What the document says of an answer. */
export interface ExampleAnswer {
  status: number;
  /** Undefined for an answer without a body. */
  mediaType: string | undefined;
  /** Undefined where the document shows none. */
  example: unknown;
}

/**
 * The requests of a document, those of one folder in a row: one for each example of a body, and one for each operation
 * without a body.
 * @throws Error for an example that has no answer of its name
 */
export function readRequests(document: DescribedApi): ExampleRequest[] {
  const requests = Object.entries(document.paths)
    // Each model has another version, and these paths answer as those without one.
    .filter(([path]) => !path.includes('/versions/'))
    .flatMap(([path, operations]) =>
      Object.entries(operations).flatMap(([method, operation]) =>
        toRequests(method.toUpperCase(), path, operation),
      ),
    );
  const first = requests.find(({ body }) => body !== undefined)!;
  return document.tags.flatMap(({ name }) =>
    [...requests, withoutItsType(first)].filter(({ folder }) => folder === name),
  );
}

function toRequests(method: string, path: string, operation: Operation): ExampleRequest[] {
  const { operationId, summary, tags, requestBody } = operation;
  if (!requestBody) {
    const { query, headers } = readParameters(operation);
    return [
      {
        id: operationId,
        name: summary.replace(/\.$/, ''),
        folder: tags[0]!,
        method,
        path: path + query,
        headers,
        body: undefined,
        answer: findSuccess(operation),
      },
    ];
  }
  return Object.entries(requestBody.content).flatMap(([mediaType, { examples = {} }]) =>
    Object.entries(examples).map(([name, example]) => {
      const answer = findAnswer(operation, name);
      const parameters = readParameters(operation, name);
      const headers = { 'content-type': mediaType, ...acceptOf(operation, answer), ...parameters.headers };
      return {
        id: `${operationId}.${name}`,
        name: example.summary!,
        folder: (isEvent(headers) ? tags.at(-1) : tags[0])!,
        method,
        path: path + parameters.query,
        headers,
        body: typeof example.value === 'string' ? example.value : JSON.stringify(example.value, undefined, 2),
        answer,
      };
    }),
  );
}

/** The parameters of an example, or those that have but one. */
function readParameters({ parameters = [] }: Operation, name?: string) {
  const query = new URLSearchParams();
  const headers: Record<string, string> = {};
  for (const parameter of parameters) {
    const value = name === undefined ? parameter.example : parameter.examples?.[name]?.value;
    if (value === undefined) continue;
    if (parameter.in === 'query') query.set(parameter.name, String(value));
    else headers[parameter.name] = String(value);
  }
  return { query: query.size > 0 ? `?${query}` : '', headers };
}

function findAnswer({ operationId, responses }: Operation, name: string): ExampleAnswer {
  for (const [status, response] of Object.entries(responses)) {
    if ('$ref' in response) continue;
    for (const [mediaType, { examples = {} }] of Object.entries(response.content ?? {})) {
      const example = examples[name];
      if (example) return { status: Number(status), mediaType, example: example.value };
    }
  }
  throw new Error(`the example "${name}" of ${operationId} has no answer of its name`);
}

/** What answers a request without a body: the first of the answers, since they are in order of their status. */
function findSuccess({ responses }: Operation): ExampleAnswer {
  const [status, response] = Object.entries(responses)[0]!;
  const content = '$ref' in response ? {} : (response.content ?? {});
  const [mediaType] = Object.keys(content);
  return {
    status: Number(status),
    mediaType,
    example: mediaType === undefined ? undefined : content[mediaType]!.example,
  };
}

/** What is asked for, where a request that does not ask would get something else. */
function acceptOf({ responses }: Operation, { status, mediaType }: ExampleAnswer): Record<string, string> {
  if (status !== 200 || mediaType === undefined) return {};
  const { content = {} } = responses[200] as { content?: object };
  return Object.keys(content)[0] === mediaType ? {} : { accept: mediaType };
}

/** The same request in a content type that is not taken. The document has no place for it, since it names those that are. */
function withoutItsType(request: ExampleRequest): ExampleRequest {
  return {
    ...request,
    id: 'wrongType',
    name: 'Problem: a content type that is not taken',
    headers: { ...request.headers, 'content-type': 'text/plain' },
    answer: {
      status: 415,
      mediaType: 'application/problem+json',
      example: { type: '/problems/unsupported-media-type' },
    },
  };
}
