import type { FastifyInstance } from 'fastify';
import { readTraceparent } from './trace-context.ts';

/**
 * Gives every answer the trace of its request, and asks for the end of the connection once the process is to stop.
 * @param isDraining whether the process was told to stop
 */
export function addAnswerHeaders(app: FastifyInstance, isDraining: () => boolean): void {
  app.addHook('onSend', (request, reply, payload, done) => {
    const trace = readTraceparent(request.headers.traceparent);
    if (trace) reply.header('traceparent', trace.traceparent);
    if (isDraining()) reply.header('connection', 'close');
    done(null, payload);
  });
}
