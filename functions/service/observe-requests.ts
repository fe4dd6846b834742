import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { logRequest } from '../wire/log-request.ts';
import type { ServiceMetrics } from './metrics.ts';
import type { Span, Spans } from './spans.ts';

/**
 * Counts and logs every request once: when it is answered, or when its client disconnects before that.
 * @param spans traces requests as spans too
 */
export function observeRequests(app: FastifyInstance, metrics: ServiceMetrics, spans?: Spans): void {
  const answered = new WeakSet<FastifyReply>();
  const spanOf = new WeakMap<FastifyRequest, Span>();
  app.addHook('onRequest', (request, reply, done) => {
    if (spans) spanOf.set(request, spans.begin(request.method, request.headers));
    reply.raw.on('close', () => {
      if (answered.has(reply)) return;
      metrics.countAborted(request.method, request.routeOptions.url, reply.elapsedTime / 1000);
      spanOf.get(request)?.end(request.routeOptions.url, undefined);
      logRequest(request, reply, 'aborted', spanOf.get(request));
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
    spanOf.get(request)?.end(request.routeOptions.url, reply.statusCode);
    logRequest(request, reply, undefined, spanOf.get(request));
    done();
  });
}
