import {
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  type FastifyServerOptions,
  fastify,
  LogController,
} from 'fastify';
import Negotiator from 'negotiator';
import type { Classifier } from '../classifier/src/index.ts';
import { decodeBody, inWords, LIMITS, readText } from './contract.ts';
import { answerMalformedHttp } from './malformed-http.ts';
import { PROBLEMS, ProblemError, problem, problemDetails } from './problems.ts';

/** A connection on which nothing moves for so long is closed. */
const CONNECTION_TIMEOUT_MS = 30_000;

/** What the app is built on. */
export interface AppOptions {
  classifier: Classifier;
  /** True once the process was told to stop: no longer ready, but every request is still answered. */
  isDraining?: () => boolean;
  /** As Fastify takes it; no log without it. */
  logger?: FastifyServerOptions['logger'];
}

/** The one app that every handler serves. It opens no port and reads no environment. */
export function buildApp({
  classifier,
  isDraining = () => false,
  logger = false,
}: AppOptions): FastifyInstance {
  const app = fastify({
    logger,
    // Fastify's own lines hold the URL; `logRequest` writes ours.
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: LIMITS.bodyBytes,
    connectionTimeout: CONNECTION_TIMEOUT_MS,
    return503OnClosing: false,
    // A URL that cannot be decoded reaches no route, and so none of the hooks below.
    frameworkErrors: (error, request, reply) => {
      sendProblem(toProblem(error), reply);
      logRequest(request, reply);
    },
    clientErrorHandler: (error, socket) => {
      if (error.code === 'ECONNRESET') return; // the client is gone, which is no mistake
      const status = answerMalformedHttp(error, socket);
      app.log.info({ status, code: error.code }, 'malformed request');
    },
  });

  const methodsOf = new Map<string, string[]>();
  app.addHook('onRoute', ({ url, method }) => {
    methodsOf.set(url, [...(methodsOf.get(url) ?? []), method].flat());
  });

  // Bodies stay bytes until the route decodes them. So every body is read to its end before the answer, as
  // proxies need it, and none of Fastify's parsers accepts what the contract refuses.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, bytes, done) => done(null, bytes));

  app.setNotFoundHandler((request, reply) => sendProblem(noRoute(methodsOf, request, reply), reply));
  app.setErrorHandler((error, request, reply) => {
    // Without a route nothing else matters about a request.
    const refusal = request.is404 ? noRoute(methodsOf, request, reply) : toProblem(error);
    if (refusal.type === 'internal-error') request.log.error({ err: error }, 'request failed');
    // Fastify would close the connection while the client still sends, which then misses the answer.
    reply.removeHeader('connection');
    sendProblem(refusal, reply);
  });
  app.addHook('onSend', async (_request, reply) => {
    if (isDraining()) reply.header('connection', 'close');
  });
  app.addHook('onResponse', async (request, reply) => logRequest(request, reply));

  app.post('/', (request, reply) => {
    reply.header('vary', 'Accept');
    const asPlainText = prefersPlainText(request.headers.accept);
    const body = decodeBody((request.body as Buffer | undefined) ?? new Uint8Array(), request.headers);
    const result = classifier.classify(readText(body));
    return asPlainText
      ? reply.type('text/plain; charset=utf-8').send(inWords(result.sentiment))
      : reply.send(result);
  });

  app.get('/health/liveness', () => ({ status: 'alive' }));
  app.get('/health/readiness', (_request, reply) => {
    if (!isDraining()) return { status: 'ready' };
    reply.header('retry-after', '1');
    throw problem('unavailable', 'The server is stopping; send new requests to another one.');
  });

  return app;
}

/** Media types of an answer. Clients name the charset too, and it counts as another type. */
const ANSWER_TYPES = [
  'application/json',
  'application/json; charset=utf-8',
  'text/plain',
  'text/plain; charset=utf-8',
] as const;

function prefersPlainText(accept: string | undefined): boolean {
  // An empty header says as little as none.
  const [best] = new Negotiator({ headers: { accept: accept || undefined } }).mediaTypes(ANSWER_TYPES);
  if (best === undefined) {
    throw problem('not-acceptable', 'Accept admits neither of application/json and text/plain.');
  }
  return best.startsWith('text/plain');
}

/** What is wrong with a request that has no route: its method (405, `Allow` is set) or its path (404). */
function noRoute(
  methodsOf: ReadonlyMap<string, string[]>,
  request: FastifyRequest,
  reply: FastifyReply,
): ProblemError {
  const [path = '/'] = request.url.split('?');
  const allowed = methodsOf.get(path)?.join(', ');
  if (allowed === undefined) return problem('not-found', 'Nothing is here; POST / classifies a text.');
  reply.header('allow', allowed);
  return problem('method-not-allowed', `${request.method} is not allowed at this path; expected ${allowed}.`);
}

function toProblem(error: unknown): ProblemError {
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

function sendProblem(refusal: ProblemError, reply: FastifyReply): void {
  // With a serializer of its own Fastify adds no charset, which problem+json does not have.
  reply
    .code(PROBLEMS[refusal.type].status)
    .type('application/problem+json')
    .serializer(JSON.stringify)
    .send(problemDetails(refusal));
}

/** One line a request: the route's template and not the URL, no header and nothing of the body. */
function logRequest(request: FastifyRequest, reply: FastifyReply): void {
  request.log.info(
    {
      method: request.method,
      route: request.routeOptions.url ?? null,
      status: reply.statusCode,
      durationMs: Math.round(reply.elapsedTime * 1000) / 1000,
    },
    'request',
  );
}
