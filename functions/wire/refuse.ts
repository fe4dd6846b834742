import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { LIMITS } from '../contract/limits.ts';
import { PROBLEMS, ProblemError, type ProblemType, problem, problemDetails } from '../contract/problems.ts';
import { faultInHead } from './check-head.ts';
import { isClientGone } from './client-gone.ts';

/** The value of `Retry-After`, in seconds. */
const RETRY_AFTER_SECONDS = 1;

/** The part of a URL before its path. */
const AUTHORITY = /^https?:\/\/[^/?]*/i;

/** Converts any error that a route or Fastify has thrown to a problem. */
export function toProblem(error: unknown): ProblemError {
  if (error instanceof ProblemError) return error;
  const { code, statusCode = 500 } = error as Partial<FastifyError>;
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') {
    return problem('body-too-large', `The body is too large; expected at most ${LIMITS.bodyBytes} bytes.`);
  }
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') {
    return problem('unsupported-media-type', 'The content type is malformed; expected application/json.');
  }
  if (code === 'FST_ERR_BAD_URL') {
    return problem(
      'malformed-request',
      'The path is not valid; expected percent-encoded UTF-8, such as "%20".',
    );
  }
  if (statusCode < 500)
    return problem('malformed-request', 'The request is incomplete or contradicts itself.');
  return problem('internal-error', 'The server failed on this request; see the log of the server.');
}

const refusals = new WeakMap<FastifyReply, ProblemType>();

/** Returns the type of the problem with which a request was refused, for the log. */
export function refusedFor(reply: FastifyReply): ProblemType | undefined {
  return refusals.get(reply);
}

/** Sets the status and the headers of a response for a problem. */
export function markRefused(refusal: ProblemError, reply: FastifyReply): void {
  refusals.set(reply, refusal.type);
  const { status } = PROBLEMS[refusal.type];
  if (status === 503) reply.header('retry-after', RETRY_AFTER_SECONDS);
  reply.code(status);
  // The failed response may have been set up for compression.
  reply.removeHeader('content-encoding');
  // Fastify would close the connection while the client still sends, and the client would miss the response. The header
  // must say whether the connection stays open.
  if (reply.hasHeader('connection')) {
    reply.header('connection', reply.raw.shouldKeepAlive ? 'keep-alive' : 'close');
  }
}

/** Sends a problem as problem details (RFC 9457). */
export function sendProblem(refusal: ProblemError, reply: FastifyReply): void {
  markRefused(refusal, reply);
  // The serializer keeps Fastify from adding a charset, which problem+json does not have.
  reply.type('application/problem+json').serializer(JSON.stringify).send(problemDetails(refusal));
}

/**
 * Answers every error in an app, or in a scope with a prefix, and logs internal errors. Call it before adding routes.
 * @param send sends an error in the format that clients of the app or scope expect
 */
export function refuseWith(
  app: FastifyInstance,
  send: (refusal: ProblemError, reply: FastifyReply) => void,
): void {
  const methodsOf = new Map<string, string[]>();
  app.addHook('onRoute', ({ url, method }) => {
    const path = url.replaceAll('::', ':'); // the router writes a literal colon as "::"
    methodsOf.set(path, [...(methodsOf.get(path) ?? []), method].flat());
  });
  app.setNotFoundHandler((request, reply) => send(noRoute(methodsOf, request, reply), reply));
  app.setErrorHandler((error, request, reply) => {
    // A missing route takes precedence over any other error, except in the head.
    const refusal =
      faultInHead(request.raw) ?? (request.is404 ? noRoute(methodsOf, request, reply) : toProblem(error));
    // A client that disconnects before the response is not a failure; its log line says "aborted".
    if (refusal.type === 'internal-error' && !isClientGone(error, reply)) {
      request.log.error({ err: error }, 'request failed');
    }
    send(refusal, reply);
  });
}

/** Returns the error of a request without a route: its method (405, and `Allow` is set) or its path (404). */
function noRoute(
  methodsOf: ReadonlyMap<string, string[]>,
  request: FastifyRequest,
  reply: FastifyReply,
): ProblemError {
  const [path] = request.url.replace(AUTHORITY, '').split('?');
  const allowed = methodsOf.get(path || '/')?.join(', ');
  if (allowed === undefined) {
    return problem('not-found', 'Not found; POST / classifies a text, and GET / lists the other routes.');
  }
  reply.header('allow', allowed);
  return problem('method-not-allowed', `${request.method} is not allowed at this path; expected ${allowed}.`);
}
