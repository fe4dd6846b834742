import type { FastifyInstance, FastifyReply } from 'fastify';
import { logRequest } from '../wire/log-request.ts';
import type { ServiceMetrics } from './metrics.ts';

/** Counts and logs every request once: when it is answered, or when its client is gone before that. */
export function observeRequests(app: FastifyInstance, metrics: ServiceMetrics): void {
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
}
