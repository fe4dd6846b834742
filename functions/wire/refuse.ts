import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { LIMITS } from '../contract/limits.ts';
import { PROBLEMS, ProblemError, type ProblemType, problem, problemDetails } from '../contract/problems.ts';
import { faultInHead } from './check-head.ts';

/** How long a client that was refused should wait, in seconds. */
const RETRY_AFTER_SECONDS = 1;

/** What a URL as the target has before its path. */
const AUTHORITY = /^https?:\/\/[^/?]*/i;

/** The problem behind whatever a route, or Fastify, has thrown. */
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
    return problem('malformed-request', 'The path is not percent-encoded UTF-8, as "%20" is.');
  }
  if (statusCode < 500) return problem('malformed-request', 'The request broke off or contradicts itself.');
  return problem('internal-error', 'The server failed on this request; its log says why.');
}

const refusals = new WeakMap<FastifyReply, ProblemType>();

/** Why a request was refused, for the log. */
export function refusedFor(reply: FastifyReply): ProblemType | undefined {
  return refusals.get(reply);
}

/** Sets the status and the headers of a problem's answer. */
export function markRefused(refusal: ProblemError, reply: FastifyReply): void {
  refusals.set(reply, refusal.type);
  const { status } = PROBLEMS[refusal.type];
  if (status === 503) reply.header('retry-after', RETRY_AFTER_SECONDS);
  reply.code(status);
  // An answer that failed before its first byte may have been about to be compressed.
  reply.removeHeader('content-encoding');
  // Fastify would close the connection while the client still sends, which then misses the answer. Without the header
  // it would close, or not, without a word.
  if (reply.hasHeader('connection')) {
    reply.header('connection', reply.raw.shouldKeepAlive ? 'keep-alive' : 'close');
  }
}

/** Answers with problem details. */
export function sendProblem(refusal: ProblemError, reply: FastifyReply): void {
  markRefused(refusal, reply);
  // With a serializer of its own Fastify adds no charset, which problem+json does not have.
  reply.type('application/problem+json').serializer(JSON.stringify).send(problemDetails(refusal));
}

/**
 * Answers every error in an app, or in a scope with a prefix, and logs those that are our fault. Call it before adding
 * routes.
 * @param send sends an error in the form that clients of the app or scope expect
 */
export function refuseWith(
  app: FastifyInstance,
  send: (refusal: ProblemError, reply: FastifyReply) => void,
): void {
  const methodsOf = new Map<string, string[]>();
  app.addHook('onRoute', ({ url, method }) => {
    const path = url.replaceAll('::', ':'); // as the router writes a colon that begins no parameter
    methodsOf.set(path, [...(methodsOf.get(path) ?? []), method].flat());
  });
  app.setNotFoundHandler((request, reply) => send(noRoute(methodsOf, request, reply), reply));
  app.setErrorHandler((error, request, reply) => {
    // Without a route nothing else matters about a request that HTTP allows.
    const refusal =
      faultInHead(request.raw) ?? (request.is404 ? noRoute(methodsOf, request, reply) : toProblem(error));
    // An answer that lost its client before it began is no failure; its line in the log says "aborted".
    const isAborted = reply.raw.destroyed && (error as FastifyError).code === 'ERR_STREAM_PREMATURE_CLOSE';
    if (refusal.type === 'internal-error' && !isAborted) {
      request.log.error({ err: error }, 'request failed');
    }
    send(refusal, reply);
  });
}

/** What is wrong with a request that has no route: its method (405, `Allow` is set) or its path (404). */
function noRoute(
  methodsOf: ReadonlyMap<string, string[]>,
  request: FastifyRequest,
  reply: FastifyReply,
): ProblemError {
  const [path] = request.url.replace(AUTHORITY, '').split('?');
  const allowed = methodsOf.get(path || '/')?.join(', ');
  if (allowed === undefined) {
    return problem('not-found', 'Nothing is here; POST / classifies a text, GET / tells what else there is.');
  }
  reply.header('allow', allowed);
  return problem('method-not-allowed', `${request.method} is not allowed at this path; expected ${allowed}.`);
}
