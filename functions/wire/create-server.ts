import { type FastifyInstance, type FastifyServerOptions, fastify, LogController } from 'fastify';
import { LIMITS } from '../contract/limits.ts';
import { PROBLEMS } from '../contract/problems.ts';
import { EVERY_ANSWER } from './answer-headers.ts';
import { faultInHead } from './check-head.ts';
import { handOnExpectations } from './expectations.ts';
import { discardRests } from './linger.ts';
import { logRequest } from './log-request.ts';
import { refuseMalformedHttp } from './malformed-http.ts';
import { followResponses } from './open-responses.ts';
import { answerInTurn } from './pipelines.ts';
import { refuseWith, sendProblem, toProblem } from './refuse.ts';
import { refuseTunnels } from './tunnels.ts';
import { ignoreUpgrades } from './upgrades.ts';

/**
 * Creates a Fastify app without routes, with our own request log and error responses.
 * @param logger Fastify's `logger` option; false for no log
 */
export function createServer(logger: NonNullable<FastifyServerOptions['logger']>): FastifyInstance {
  const app = fastify({
    logger,
    // Fastify's own log lines contain the URL; `logRequest` writes ours.
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: LIMITS.bodyBytes,
    return503OnClosing: false,
    // Node.js would answer without a body; `faultInHead` checks the header instead.
    http: { requireHostHeader: false },
    clientErrorHandler: (error, socket) =>
      refuseMalformedHttp(error, socket, openResponses(socket), (status) => {
        app.log.info({ status, code: error.code }, 'malformed request');
      }),
    // A request whose URL cannot be decoded reaches neither route nor hook.
    frameworkErrors: (error, request, reply) => {
      reply.headers(EVERY_ANSWER);
      sendProblem(faultInHead(request.raw) ?? toProblem(error), reply);
      logRequest(request, reply);
    },
  });
  // A client may end its side once it has sent its requests, as `nc -N` does. Node.js would cut off the responses.
  // Node.js counts the fields as they arrive, so that unfinished heads are bounded too.
  Object.assign(app.server, { httpAllowHalfOpen: true, maxHeadersCount: LIMITS.headerFields });
  const openResponses = followResponses(app.server);
  answerInTurn(app.server, openResponses);
  discardRests(app.server);
  handOnExpectations(app.server);
  ignoreUpgrades(app.server, openResponses);
  refuseTunnels(app.server, openResponses, ({ type }) => {
    app.log.info({ method: 'CONNECT', status: PROBLEMS[type].status, problem: type }, 'refused tunnel');
  });
  refuseWith(app, sendProblem);
  return app;
}
