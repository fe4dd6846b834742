import type { FastifyInstance } from 'fastify';
import { readTraceparent } from './trace-context.ts';

/** The headers of every answer: browsers are to take it for what its content type says. */
export const EVERY_ANSWER = { 'x-content-type-options': 'nosniff' };

/**
 * Gives every answer its headers and the trace of its request, and asks for the end of the connection once the process
 * is to stop.
 * @param isDraining whether the process was told to stop
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
