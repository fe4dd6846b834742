import type { FastifyReply, FastifyRequest } from 'fastify';
import { refusedFor } from './refuse.ts';
import { readTraceparent, type TraceContext } from './trace-context.ts';

/**
 * Logs a request in one line. It has the route's template instead of the URL. It contains no header except the trace,
 * and no part of the body.
 * @param problem the type of the error, if there was one
 * @param trace the ids of the span; by default the caller's
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
