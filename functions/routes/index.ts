import type { FastifyInstance } from 'fastify';
import { isEvent } from '../cloud-events/decode.ts';
import { NDJSON_PATTERN } from '../contract/media-types.ts';
import { METHODS } from '../contract/methods.ts';
import { problem } from '../contract/problems.ts';
import { createOpenApi } from '../openapi/index.ts';
import { describeModel, describeService } from '../service/describe.ts';
import { METRICS_FORMATS } from '../service/metrics.ts';
import type { Service } from '../service/service.ts';
import { negotiate, varyByAccept } from '../wire/negotiate.ts';
import { createBatchHandler } from './batch.ts';
import { createEventHandler } from './events.ts';
import { addInferenceRoutes } from './inference.ts';
import { createPageHandler } from './page.ts';
import { createStreamHandler } from './stream.ts';
import { createTextHandler } from './text.ts';

/** A valid name of a webhook sender: printable ASCII without white space, quotes and commas. */
const ORIGIN_NAME = /^[!#-+\--~]{1,255}$/;

/**
 * Adds the routes of the contract. None uses Fastify's `schema`: compiled schemas add 50 ms to a cold start, have one
 * status for all errors, and silently drop unknown fields of responses. `read-request.ts` checks bodies by hand
 * instead. Tests compare it with the contract's schemas, and every response with the OpenAPI document.
 */
export function addRoutes(app: FastifyInstance, service: Service): void {
  const { classifier, metrics, isEventsOnly, hasInferenceProtocol, drain } = service;
  const answerEvent = createEventHandler(service);
  const answerText = createTextHandler(service);

  app.post('/', (request, reply) => {
    if (isEvent(request.headers)) return answerEvent(request, reply);
    if (!isEventsOnly) return answerText(request, reply);
    throw problem(
      'invalid-event',
      'Only CloudEvents are accepted here; expected the header ce-specversion or the content type application/cloudevents+json.',
    );
  });
  app.options('/', (request, reply) => {
    reply.header('allow', METHODS);
    // The validation handshake of webhooks (CloudEvents' http-webhook.md, section 4): any sender may send at any rate.
    // The URL in webhook-request-callback is never called, since strangers could choose it.
    const origin = request.headers['webhook-request-origin'];
    if (origin === undefined) return reply.code(204).send();
    reply.header('webhook-allowed-rate', '*');
    // Some senders expect their own name in return. An invalid name is not echoed.
    reply.header('webhook-allowed-origin', ORIGIN_NAME.test(String(origin)) ? origin : '*');
    return reply.code(200).send(); // the status that Azure Event Grid documents
  });

  const answerPage = createPageHandler(classifier);
  app.get('/', (request, reply) => {
    if (isEventsOnly) return describeService(service);
    varyByAccept(reply);
    const mediaType = negotiate(request.headers.accept, ['application/json', 'text/html']);
    return mediaType === 'text/html' ? answerPage(request, reply) : describeService(service);
  });
  app.get('/model', () => describeModel(classifier));
  // One copy for all responses: a client may request many before it reads the first.
  let openApi: Buffer | undefined;
  app.get('/openapi.json', (_request, reply) => {
    openApi ??= Buffer.from(JSON.stringify(createOpenApi(service)));
    return reply.type('application/json; charset=utf-8').send(openApi);
  });
  app.get('/metrics', async (request, reply) => {
    varyByAccept(reply);
    // The wildcard gives a scraper that accepts neither format the text format, which all can read.
    const format = negotiate(`*/*;q=0.001, ${request.headers.accept ?? ''}`, METRICS_FORMATS);
    reply.type(format);
    return metrics.read(format);
  });
  app.get('/health/liveness', () => ({ status: 'alive' }));
  app.get('/health/readiness', () => {
    if (!drain.isDraining()) return { status: 'ready' };
    throw problem('unavailable', 'The server is stopping; send new requests to another one.');
  });

  if (isEventsOnly) return;
  app.register(async (scope) => {
    // The only body that is not read before the route, since a stream has no size limit.
    scope.addContentTypeParser(NDJSON_PATTERN, (_request, body, done) => done(null, body));
    const answerBatch = createBatchHandler(service);
    const answerStream = createStreamHandler(service);
    scope.post('/batch', (request, reply) =>
      NDJSON_PATTERN.test(request.headers['content-type'] ?? '')
        ? answerStream(request, reply)
        : answerBatch(request, reply),
    );
  });
  if (hasInferenceProtocol) addInferenceRoutes(app, service);
}
