import type { FastifyReply, FastifyRequest } from 'fastify';
import { refusedFor } from './refuse.ts';
import { readTraceparent, type TraceContext } from './trace-context.ts';

/**
 * Writes one line for a request: the route's template and not the URL, no other header than the trace and nothing of
 * the body.
 * @param problem what went wrong, where anything did
 * @param trace the place in a trace; that of the caller where none is given
 */
export function logRequest(
  request: FastifyRequest,
  reply: FastifyReply,
  problem: string | undefined = refusedFor(reply),
  trace: Pick<TraceContext, 'traceId' | 'spanId'> | undefined = readTraceparent(request.headers.traceparent),
): void {
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
