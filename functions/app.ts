import { fastifyCors } from '@fastify/cors';
import {
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  type FastifyServerOptions,
  fastify,
  LogController,
} from 'fastify';
import type { Classifier } from '../classifier/src/index.ts';
import { LIMITS } from './contract/limits.ts';
import { problem } from './contract/problems.ts';
import { addRoutes } from './routes/index.ts';
import { createTextClassifier } from './service/classify-text.ts';
import { createMetrics } from './service/metrics.ts';
import { measureOverload } from './service/overload.ts';
import { createTurns } from './service/time-slices.ts';
import { answerMalformedHttp } from './wire/malformed-http.ts';
import { refusedFor, refuseWith, sendProblem, toProblem } from './wire/refuse.ts';
import { readTraceparent } from './wire/trace-context.ts';

/** What the app is built on. */
export interface AppOptions {
  classifier: Classifier;
  /** Whether events alone are taken, and no other way to send a text. */
  isEventsOnly?: boolean;
  /** Whether the Open Inference Protocol is served too. */
  hasInferenceProtocol?: boolean;
  /** The `source` of the events that are answered. */
  eventSource?: string | undefined;
  /** The origins whose pages may call the service, or `*` for all; none without it. */
  corsOrigins?: '*' | readonly string[] | undefined;
  /** The delay of the event loop from which on new work is turned away, in milliseconds; never without it. */
  overloadMs?: number;
  /** True once the process was told to stop: no longer ready, but every request is still answered. */
  isDraining?: () => boolean;
  /** As Fastify takes it; no log without it. */
  logger?: FastifyServerOptions['logger'];
}

const OVERLOADED = 'More requests come in than can be answered in time; send this one again later.';
const DEFAULT_EVENT_SOURCE = '/movie-sentiment';
/** More works than these wait a second for each turn; then new ones are turned away. */
const MAX_WAITING = 100;

/** The one app that every handler serves. It opens no port and reads no environment. */
export function buildApp({
  classifier,
  isEventsOnly = false,
  hasInferenceProtocol = false,
  eventSource = DEFAULT_EVENT_SOURCE,
  corsOrigins = [],
  overloadMs = Number.POSITIVE_INFINITY,
  isDraining = () => false,
  logger = false,
}: AppOptions): FastifyInstance {
  const app = fastify({
    logger,
    // Fastify's own lines hold the URL; `logRequest` writes ours.
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: LIMITS.bodyBytes,
    return503OnClosing: false,
    clientErrorHandler: (error, socket) => {
      if (error.code === 'ECONNRESET') return; // the client is gone, which is no mistake
      const status = answerMalformedHttp(error, socket);
      app.log.info({ status, code: error.code }, 'malformed request');
    },
    // A URL that cannot be decoded reaches no route, and so none of the hooks below.
    frameworkErrors: (error, request, reply) => {
      sendProblem(toProblem(error), reply);
      logRequest(request, reply);
    },
  });
  const metrics = createMetrics();
  const turns = createTurns();

  // Bodies stay bytes until the route decodes them. So every body is read to its end before the answer, as
  // proxies need it, and none of Fastify's parsers accepts what the contract refuses.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, bytes, done) => done(null, bytes));

  refuseWith(app, sendProblem);

  if (corsOrigins.length > 0) {
    app.register(fastifyCors, {
      origin: corsOrigins === '*' ? '*' : [...corsOrigins],
      methods: ['GET', 'HEAD', 'POST'],
      exposedHeaders: ['*'],
      maxAge: 86_400,
      preflightContinue: true,
      strictPreflight: false,
    });
  }
  app.addHook('onSend', (request, reply, payload, done) => {
    const trace = readTraceparent(request.headers.traceparent);
    if (trace) reply.header('traceparent', trace.traceparent);
    if (isDraining()) reply.header('connection', 'close');
    done(null, payload);
  });
  const answered = new WeakSet<FastifyReply>();
  app.addHook('onRequest', (request, reply, done) => {
    reply.raw.on('close', () => {
      if (answered.has(reply)) return;
      metrics.countAborted(request.method, request.routeOptions.url, reply.elapsedTime / 1000);
      logRequest(request, reply, 'aborted');
    });
    done();
  });
  app.addHook('onResponse', (request, reply, done) => {
    answered.add(reply);
    metrics.countRequest(
      request.method,
      request.routeOptions.url,
      reply.statusCode,
      reply.elapsedTime / 1000,
    );
    logRequest(request, reply);
    done();
  });

  const overload = Number.isFinite(overloadMs) ? measureOverload() : undefined;
  app.addHook('onClose', async () => overload?.stop());
  const isOverloaded = (): boolean =>
    turns.numWaiting() > MAX_WAITING || (overload !== undefined && overload.delayMs() > overloadMs);
  // After the body is read, since proxies lose an answer that comes before.
  app.addHook('preHandler', (request, _reply, done) => {
    const isRefused = request.method === 'POST' && isOverloaded();
    done(isRefused ? problem('overloaded', OVERLOADED) : undefined);
  });

  addRoutes(app, {
    classifier,
    texts: createTextClassifier(classifier, turns, metrics),
    turns,
    metrics,
    isEventsOnly,
    hasInferenceProtocol,
    eventSource,
    isDraining,
  });
  return app;
}

/** One line a request: the route's template and not the URL, no other header than the trace and nothing of the body. */
function logRequest(
  request: FastifyRequest,
  reply: FastifyReply,
  problem: string | undefined = refusedFor(reply),
): void {
  const trace = readTraceparent(request.headers.traceparent);
  request.log.info(
    {
      method: request.method,
      route: request.routeOptions.url ?? null,
      status: reply.statusCode,
      ...(problem && { problem }),
      durationMs: Math.round(reply.elapsedTime * 1000) / 1000,
      ...(trace && { traceId: trace.traceId, spanId: trace.spanId }),
    },
    'request',
  );
}
