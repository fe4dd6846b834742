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

/** What may name the sender of webhooks: printable ASCII without white space, quotes and lists. */
const ORIGIN_NAME = /^[!#-+\--~]{1,255}$/;

/**
 * Adds the routes of the contract. None has Fastify's `schema`, though the contract has one for every body and answer:
 * a compiled schema takes 50 ms of a cold start, knows one status for all errors, and would drop what an answer has
 * too much in silence. `read-request.ts` checks bodies by hand; the tests hold both against the schemas, and every
 * answer against the OpenAPI document made of them.
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
      'Only CloudEvents are taken here; expected the header ce-specversion or the content type application/cloudevents+json.',
    );
  });
  app.options('/', (request, reply) => {
    reply.header('allow', METHODS);
    // The validation handshake of webhooks (CloudEvents' http-webhook.md, section 4): any sender may send, as often
    // as it likes. Nobody calls the URL of webhook-request-callback back, which would let strangers choose it.
    const origin = request.headers['webhook-request-origin'];
    if (origin === undefined) return reply.code(204).send();
    reply.header('webhook-allowed-rate', '*');
    // Senders that compare names look for their own; what cannot be one is not sent back.
    reply.header('webhook-allowed-origin', ORIGIN_NAME.test(String(origin)) ? origin : '*');
    return reply.code(200).send(); // as Azure Event Grid's documents have it
  });

  const answerPage = createPageHandler(classifier);
  app.get('/', (request, reply) => {
    if (isEventsOnly) return describeService(service);
    varyByAccept(reply);
    const mediaType = negotiate(request.headers.accept, ['application/json', 'text/html']);
    return mediaType === 'text/html' ? answerPage(request, reply) : describeService(service);
  });
  app.get('/model', () => describeModel(classifier));
  // One copy for all answers, of which a client may ask for many before it reads the first.
  let openApi: Buffer | undefined;
  app.get('/openapi.json', (_request, reply) => {
    openApi ??= Buffer.from(JSON.stringify(createOpenApi(service)));
    return reply.type('application/json; charset=utf-8').send(openApi);
  });
  app.get('/metrics', async (request, reply) => {
    varyByAccept(reply);
    // The wildcard, so that a scraper that knows neither version gets what the oldest can read.
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
    // The one body that is not read before the route: it may have no end.
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
