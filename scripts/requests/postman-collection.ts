import type { DescribedApi, ExampleAnswer, ExampleRequest } from './read-requests.ts';

const SCHEMA = 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json';
/** A fixed, arbitrary id, so that Postman offers to replace an earlier import. */
const COLLECTION_ID = '7d0c1f1e-5f0a-4c57-9b1d-3e8a6c2b9f40';

/**
 * Converts requests to a Postman collection (format 2.1), with a folder for each tag and tests of each answer.
 * @param baseUrl the default address of the service
 */
export function toPostmanCollection(
  { info, tags }: DescribedApi,
  requests: readonly ExampleRequest[],
  baseUrl: string,
): object {
  return {
    info: {
      _postman_id: COLLECTION_ID,
      name: info.title,
      description: `${info.description}\n\nMade from the OpenAPI document by "npm run requests".`,
      schema: SCHEMA,
    },
    variable: [{ key: 'baseUrl', value: baseUrl }],
    item: tags.map(({ name, description }) => ({
      name,
      description,
      item: requests.filter(({ folder }) => folder === name).map(toItem),
    })),
  };
}

function toItem({ id, name, method, path, headers, body, answer }: ExampleRequest): object {
  return {
    id,
    name,
    event: [{ listen: 'test', script: { type: 'text/javascript', exec: toTests(method, answer) } }],
    request: {
      method,
      header: Object.entries(headers).map(([key, value]) => ({ key, value })),
      url: `{{baseUrl}}${path}`,
      ...(body !== undefined && {
        body: {
          mode: 'raw',
          raw: body,
          options: { raw: { language: languageOf(headers['content-type']!) } },
        },
      }),
    },
    response: [],
  };
}

/** The language in which Postman's editor shows a body. */
function languageOf(contentType: string): string {
  return contentType.endsWith('json') && !contentType.endsWith('ndjson') ? 'json' : 'text';
}

/** The lines of a test script. */
function toTests(method: string, { status, mediaType, example }: ExampleAnswer): string[] {
  const lines = [`pm.test("the status is ${status}", () => pm.response.to.have.status(${status}));`];
  lines.push(
    mediaType === undefined
      ? 'pm.test("it has no body", () => pm.expect(pm.response.text()).to.equal(""));'
      : `pm.test("it is ${mediaType}", () => pm.expect(pm.response.headers.get("Content-Type")).to.include("${mediaType}"));`,
  );
  if (mediaType === 'application/problem+json') {
    const { type } = example as { type: string };
    lines.push(`pm.test("it is ${type}", () => pm.expect(pm.response.json().type).to.equal("${type}"));`);
  } else if (method === 'POST' && status === 200) {
    // Valid for every format of the answer and for any label names.
    const pattern = mediaType === 'text/plain' ? '/\\S/' : '/"sentiment"/';
    lines.push(`pm.test("it has a sentiment", () => pm.expect(pm.response.text()).to.match(${pattern}));`);
  }
  return lines;
}
