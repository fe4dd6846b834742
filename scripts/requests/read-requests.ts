import { isEvent } from '../../functions/cloud-events/decode.ts';
import type { OpenApi, Operation } from '../verify/index.ts';

/** An OpenAPI document with the fields that requests are made from. */
export interface DescribedApi extends OpenApi {
  info: { title: string; description: string };
  tags: { name: string; description: string }[];
}

/** A request to send, and its expected answer. */
export interface ExampleRequest {
  /** A unique id: the operation and the name of the example, such as `classify.text`. */
  id: string;
  name: string;
  /** The tag it belongs to. */
  folder: string;
  method: string;
  /** The path with its query. */
  path: string;
  headers: Record<string, string>;
  body: string | undefined;
  answer: ExampleAnswer;
}

/** An answer as described in the document. */
export interface ExampleAnswer {
  status: number;
  /** The media type; undefined for an answer without a body. */
  mediaType: string | undefined;
  /** The example; undefined if the document has none. */
  example: unknown;
}

/**
 * Reads the requests of a document, grouped by folder: one for each example of a body, and one for each operation
 * without a body.
 * @throws Error for an example without an answer of its name
 */
export function readRequests(document: DescribedApi): ExampleRequest[] {
  const requests = Object.entries(document.paths)
    // These paths depend on the model's version, and answer like those without one.
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

/** The parameters of an example; parameters with a single example apply to all. */
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

/** The success answer to a request without a body: the first one, because answers are in order of status. */
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

/** The `accept` header, if the default answer has another media type. */
function acceptOf({ responses }: Operation, { status, mediaType }: ExampleAnswer): Record<string, string> {
  if (status !== 200 || mediaType === undefined) return {};
  const { content = {} } = responses[200] as { content?: object };
  return Object.keys(content)[0] === mediaType ? {} : { accept: mediaType };
}

/**
 * The same request in an unsupported content type. The document cannot describe it, because it lists only the supported
 * types.
 */
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
