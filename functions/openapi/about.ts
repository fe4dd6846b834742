import { HEALTH_SCHEMA, MODEL_SCHEMA, SERVICE_SCHEMA } from '../schemas.ts';
import { headers, jsonAnswer, type Part, problemAnswers } from './answers.ts';

/** `GET /`. */
export function servicePath(example: object): Part {
  return {
    get: {
      operationId: 'getService',
      summary: 'What is served here, and by which model.',
      tags: ['about'],
      responses: {
        200: jsonAnswer('Name, version, model, links.', SERVICE_SCHEMA, example),
        ...problemAnswers([]),
      },
    },
  };
}

/** The paths that tell of the service. */
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
        summary: 'This document.',
        tags: ['about'],
        responses: {
          200: jsonAnswer('An OpenAPI document.', { type: 'object', required: ['openapi', 'info', 'paths'] }),
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
            description: "Metrics in Prometheus' text format.",
            headers: headers(),
            content: { 'text/plain': { schema: { type: 'string' } } },
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
