import { HEALTH_SCHEMA, MODEL_SCHEMA, SERVICE_SCHEMA } from '../contract/schemas.ts';
import { headers, jsonAnswer, type Part, problemAnswers } from './answers.ts';

const text = { type: 'string' };

/** The headers of the page; the description in JSON has none of them. */
const PAGE_HEADERS = {
  'Content-Security-Policy': {
    description:
      'For the page: its own script and style by their hashes, and requests to this service alone.',
    schema: text,
  },
  'Referrer-Policy': { description: 'For the page.', schema: { type: 'string', const: 'no-referrer' } },
  'Cache-Control': {
    description: 'For the page: to be asked for each time.',
    schema: { type: 'string', const: 'no-cache' },
  },
  ETag: { description: 'For the page: the same as long as it is the same.', schema: text },
};

/** `GET /`. */
export function servicePath(example: object, isEventsOnly: boolean): Part {
  const json = jsonAnswer('Name, version, model, links.', SERVICE_SCHEMA, example);
  const withPage = {
    description: 'Name, version, model, links; for a browser, a page to try it all on.',
    headers: { ...headers(), ...PAGE_HEADERS },
    content: { ...(json.content as Part), 'text/html': { schema: text } },
  };
  return {
    get: {
      operationId: 'getService',
      summary: 'What is served here, and by which model; for a browser, the playground.',
      tags: ['about'],
      responses: isEventsOnly
        ? { 200: json, ...problemAnswers([]) }
        : {
            200: withPage,
            304: {
              description: 'The page is the one that If-None-Match names.',
              headers: { ...headers(), ...PAGE_HEADERS },
            },
            ...problemAnswers(['not-acceptable']),
          },
    },
  };
}

/** The paths that describe the service, and its probes. */
export function aboutPaths(): Part {
  const errors = problemAnswers([]);
  return {
    '/model': {
      get: {
        operationId: 'getModel',
        summary: 'The model: its kind, vocabulary, training data, settings, measured accuracy; the limits.',
        tags: ['about'],
        responses: { 200: jsonAnswer('The model and the limits.', MODEL_SCHEMA), ...errors },
      },
    },
    '/openapi.json': {
      get: {
        operationId: 'getOpenApi',
        summary: 'This contract, as an OpenAPI 3.1 document.',
        tags: ['about'],
        responses: {
          200: jsonAnswer('An OpenAPI document.', { type: 'object', additionalProperties: true }),
          ...errors,
        },
      },
    },
    '/metrics': {
      get: {
        operationId: 'getMetrics',
        summary: 'Metrics for Prometheus.',
        tags: ['about'],
        responses: {
          200: {
            description: "Metrics in Prometheus' text format, or in OpenMetrics.",
            headers: headers(),
            content: { 'text/plain': { schema: text }, 'application/openmetrics-text': { schema: text } },
          },
          ...errors,
        },
      },
    },
    '/health/liveness': {
      get: {
        operationId: 'isAlive',
        summary: 'Whether the process runs.',
        tags: ['health'],
        responses: { 200: jsonAnswer('It does.', HEALTH_SCHEMA), ...errors },
      },
    },
    '/health/readiness': {
      get: {
        operationId: 'isReady',
        summary: 'Whether requests should come here.',
        tags: ['health'],
        responses: { 200: jsonAnswer('They should.', HEALTH_SCHEMA), ...problemAnswers(['unavailable']) },
      },
    },
  };
}
