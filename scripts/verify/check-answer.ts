import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

/** The fields of an OpenAPI document that are read here. */
export interface OpenApi {
  paths: Record<string, Record<string, Operation>>;
  components: { headers: Record<string, Header>; responses: Record<string, Response> };
}
/** The fields of an operation that are read here. */
export interface Operation {
  operationId: string;
  summary: string;
  tags: string[];
  parameters?: { name: string; in: string; example?: unknown; examples?: Examples }[];
  requestBody?: { content: Record<string, MediaType> };
  responses: Record<string, Response | { $ref: string }>;
}
/** Examples by name; the request and the answer of one exchange have the same name. */
type Examples = Record<string, { summary?: string; value: unknown }>;
interface Response {
  headers?: Record<string, Header | { $ref: string }>;
  content?: Record<string, MediaType>;
}
interface MediaType {
  schema: object;
  example?: unknown;
  examples?: Examples;
  'x-itemSchema'?: object;
  /** The types of problems that the answer may report. */
  'x-problem-types'?: string[];
  /** A reference to a shared answer. */
  $ref?: string;
}
interface Header {
  required?: boolean;
  schema: { type?: string };
}

/** An answer with its request. */
export interface Answer {
  method: string;
  /** The path of the request, with or without a query. */
  url: string;
  status: number;
  headers: Record<string, unknown>;
  body: string;
}

/** Headers that belong to HTTP, to CORS, or to an event, which may have any attribute. */
const OTHER_HEADERS =
  /^(content-type|content-length|date|connection|keep-alive|transfer-encoding|access-control-.+|ce-.+)$/;
/** The shared answers to requests that match no operation, by status. */
const WITHOUT_OPERATION: Record<string, string> = {
  400: 'MalformedRequest',
  404: 'NotFound',
  405: 'MethodNotAllowed',
  417: 'ExpectationFailed',
};

/**
 * Checks an answer against an OpenAPI document.
 * @param options.allowOtherHeaders whether to allow undocumented headers, which proxies add
 * @throws Error unless the document allows the answer's status, headers, content type and body
 */
export function checkAnswer(document: OpenApi, answer: Answer, { allowOtherHeaders = false } = {}): void {
  const { method, url, status, headers, body } = answer;
  try {
    const { response, pointer } = findResponse(document, answer);
    checkHeaders(document, answer, response, pointer, allowOtherHeaders);
    const [mediaType = ''] = String(headers['content-type'] ?? '').split(';');
    if (response.content === undefined || method === 'HEAD') {
      assert(body === '', 'a body is not documented');
    } else {
      checkBody(document, response.content[mediaType], body, [...pointer, 'content', mediaType]);
      checkProblem(response.content[mediaType]?.['x-problem-types'], status, body);
    }
  } catch (error) {
    throw new Error(`${method} ${url} ${status}: ${(error as Error).message}`, { cause: error });
  }
}

function findResponse(
  document: OpenApi,
  { method, url, status }: Answer,
): { response: Response; pointer: string[] } {
  const [path = '/'] = url.split('?');
  const verb = method === 'HEAD' ? 'get' : method.toLowerCase();
  const template = findPath(document, path) ?? path;
  const operation = document.paths[template]?.[verb];
  const own = operation?.responses[status];
  if (own && !('$ref' in own))
    return { response: own, pointer: ['paths', template, verb, 'responses', `${status}`] };
  const shared = operation ? own?.$ref.split('/').at(-1) : WITHOUT_OPERATION[status];
  assert(shared, 'the status is not documented');
  const response = document.components.responses[shared]!;
  const pointer = ['components', 'responses', shared];
  // In the inference protocol these errors have its format too.
  if (operation || !/^\/v[12](\/|$)/.test(path)) return { response, pointer };
  const content: Response['content'] = { 'application/json': { schema: {}, $ref: 'InferenceError' } };
  return { response: { ...response, content }, pointer };
}

/** Finds the path in the document that matches a request path: an equal one, or one with a parameter. */
function findPath({ paths }: OpenApi, path: string): string | undefined {
  if (Object.hasOwn(paths, path)) return path;
  const parts = path.split('/');
  return Object.keys(paths).find((template) => {
    const own = template.split('/');
    return own.length === parts.length && own.every((part, i) => part.startsWith('{') || part === parts[i]);
  });
}

function checkHeaders(
  document: OpenApi,
  { headers }: Answer,
  response: Response,
  pointer: readonly string[],
  allowOtherHeaders: boolean,
): void {
  const names = new Set<string>();
  for (const [name, header] of Object.entries(response.headers ?? {})) {
    names.add(name.toLowerCase());
    const shared = '$ref' in header ? header.$ref.slice('#/'.length).split('/') : undefined;
    const { required, schema } = shared ? document.components.headers[shared.at(-1)!]! : (header as Header);
    const value = headers[name.toLowerCase()];
    assert(!required || value !== undefined, `the header ${name} is missing`);
    if (value === undefined) continue;
    const place = shared ?? [...pointer, 'headers', name];
    conform(document, schema.type === 'integer' ? Number(value) : value, [...place, 'schema']);
  }
  if (allowOtherHeaders) return;
  for (const name of Object.keys(headers)) {
    assert(names.has(name) || OTHER_HEADERS.test(name), `the header ${name} is not documented`);
  }
}

function checkBody(
  document: OpenApi,
  content: MediaType | undefined,
  body: string,
  pointer: readonly string[],
): void {
  const mediaType = pointer.at(-1)!;
  assert(content, `the content type ${mediaType} is not documented`);
  if (content.$ref) {
    conform(document, JSON.parse(body), ['components', 'schemas', content.$ref]);
  } else if (content['x-itemSchema']) {
    assert(body === '' || body.endsWith('\n'), 'the last line is not ended');
    const lines = body.split('\n').slice(0, -1);
    for (const line of lines) conform(document, JSON.parse(line), [...pointer, 'x-itemSchema']);
  } else {
    conform(document, mediaType.endsWith('json') ? JSON.parse(body) : body, [...pointer, 'schema']);
  }
}

/**
 * Checks a problem. @throws Error unless its type is documented for the answer, and its status is that of the answer
 */
function checkProblem(types: readonly string[] | undefined, status: number, body: string): void {
  if (types === undefined) return;
  const problem = JSON.parse(body) as { type: string; status: number };
  assert(types.includes(problem.type), `the problem ${problem.type} is not documented`);
  assert(problem.status === status, `the problem's status is ${problem.status}`);
}

const validators = new WeakMap<OpenApi, Ajv2020>();

/** Checks a value against the schema at a pointer in the document. @throws Error unless it conforms */
export function conform(document: OpenApi, value: unknown, pointer: readonly string[]): void {
  let ajv = validators.get(document);
  if (!ajv) {
    ajv = new Ajv2020({ strict: false, validateSchema: false });
    addFormats.default(ajv);
    ajv.addSchema(document, 'openapi');
    validators.set(document, ajv);
  }
  const place = pointer
    .map((key) => encodeURIComponent(key.replaceAll('~', '~0').replaceAll('/', '~1')))
    .join('/');
  const validate = ajv.getSchema(`openapi#/${place}`);
  assert(validate, `the document has nothing at ${place}`);
  if (validate(value)) return;
  const json = JSON.stringify(value).slice(0, 300);
  throw new Error(`${place}: ${ajv.errorsText(validate.errors)}: ${json}`);
}

function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(message);
}
