import { HEALTH_SCHEMA, MODEL_SCHEMA, SERVICE_SCHEMA } from '../contract/schemas.ts';
import { headers, jsonAnswer, type Part, problemAnswers } from './answers.ts';

const text = { type: 'string' };

/** The headers of the page. The description in JSON has none of them. */
const PAGE_HEADERS = {
  'Content-Security-Policy': {
    description: 'For the page: allows its own script and style by hash, and requests to this service only.',
    schema: text,
  },
  'Referrer-Policy': { description: 'For the page.', schema: { type: 'string', const: 'no-referrer' } },
  'Cache-Control': {
    description: 'For the page: it must be revalidated each time.',
    schema: { type: 'string', const: 'no-cache' },
  },
  ETag: { description: 'For the page: changes when the page changes.', schema: text },
};

/** Describes `GET /`. */
export function servicePath(example: object, isEventsOnly: boolean): Part {
  const json = jsonAnswer('Name, version, model, links.', SERVICE_SCHEMA, example);
  const withPage = {
    description: 'Name, version, model, links; for a browser, the playground.',
    headers: { ...headers(), ...PAGE_HEADERS },
    content: { ...(json.content as Part), 'text/html': { schema: text } },
  };
  return {
    get: {
      operationId: 'getService',
      summary: 'Describe the service; for a browser, show the playground.',
      tags: ['about'],
      responses: isEventsOnly
        ? { 200: json, ...problemAnswers([]) }
        : {
            200: withPage,
            304: {
              description: 'The page is still the one that If-None-Match names.',
              headers: { ...headers(), ...PAGE_HEADERS },
            },
            ...problemAnswers(['not-acceptable']),
          },
    },
  };
}

/** Describes the paths about the service, and its probes. */
export function aboutPaths(): Part {
  const errors = problemAnswers([]);
  return {
    '/model': {
      get: {
        operationId: 'getModel',
        summary: 'Describe the model (kind, vocabulary, training data, settings, accuracy) and the limits.',
        tags: ['about'],
        responses: { 200: jsonAnswer('The model and the limits.', MODEL_SCHEMA), ...errors },
      },
    },
    '/openapi.json': {
      get: {
        operationId: 'getOpenApi',
        summary: 'Get this contract as an OpenAPI 3.1 document.',
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
        summary: 'Get the metrics for Prometheus.',
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
        summary: 'Check whether the process is alive.',
        tags: ['health'],
        responses: { 200: jsonAnswer('It is alive.', HEALTH_SCHEMA), ...errors },
      },
    },
    '/health/readiness': {
      get: {
        operationId: 'isReady',
        summary: 'Check whether the service is ready for requests.',
        tags: ['health'],
        responses: { 200: jsonAnswer('It is ready.', HEALTH_SCHEMA), ...problemAnswers(['unavailable']) },
      },
    },
  };
}
