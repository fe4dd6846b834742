import type { FastifyInstance } from 'fastify';
import { readTraceparent } from './trace-context.ts';

/** The headers of every response. They keep browsers from guessing another content type. */
export const EVERY_ANSWER = { 'x-content-type-options': 'nosniff' };

/**
 * Adds the common headers and the request's `traceparent` to every response. During a shutdown it adds
 * `Connection: close`.
 * @param isDraining whether the shutdown has begun
 */
export function addAnswerHeaders(app: FastifyInstance, isDraining: () => boolean): void {
  app.addHook('onSend', (request, reply, payload, done) => {
    reply.headers(EVERY_ANSWER);
    const trace = readTraceparent(request.headers.traceparent);
    if (trace) reply.header('traceparent', trace.traceparent);
    if (isDraining()) reply.header('connection', 'close');
    done(null, payload);
  });
}
