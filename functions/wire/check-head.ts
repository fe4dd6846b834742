import type { IncomingMessage } from 'node:http';
import type { FastifyInstance } from 'fastify';
import { type ProblemError, problem } from '../contract/problems.ts';
import { namesOnly } from './list-header.ts';

/** A host name or address, with an optional port (RFC 9110, section 7.2; RFC 3986, section 3.2). */
const HOST = /^(?:\[[\da-f:.]+\]|(?:[\w.~!$&'()*+,;=-]|%[\da-f]{2})*)(?::\d*)?$/i;
/** The start of a path, or of a URL. The router checks the rest. */
const TARGET = /^(?:\/|https?:\/\/)/i;

/** Refuses requests with an invalid head, before any other check, and closes their connections. */
export function checkHeads(app: FastifyInstance): void {
  app.addHook('onRequest', (request, reply, done) => {
    const fault = faultInHead(request.raw);
    // We and the client may disagree on where its next request begins.
    if (fault) reply.raw.shouldKeepAlive = false;
    done(fault);
  });
}

/** Returns the error in the head of a request, or undefined. Node.js checks less, and answers without a body. */
export function faultInHead(request: IncomingMessage): ProblemError | undefined {
  return (
    faultInVersion(request) ??
    faultInHost(request) ??
    faultInTarget(request) ??
    faultInTransferCoding(request) ??
    faultInExpectation(request)
  );
}

/** Node.js takes HTTP/0.9, which has no version and no headers, and HTTP/2.0 for HTTP/1.1. */
function faultInVersion({ httpVersionMajor }: IncomingMessage): ProblemError | undefined {
  if (httpVersionMajor === 1) return undefined;
  return problem('malformed-request', 'The version of HTTP is not supported; expected HTTP/1.1 or HTTP/1.0.');
}

/** RFC 9112, section 3.2. The header is required even if the target is a URL with a host. */
function faultInHost({ httpVersion, headers, rawHeaders }: IncomingMessage): ProblemError | undefined {
  const { host } = headers;
  if (host === undefined) {
    if (Number(httpVersion) < 1.1) return undefined;
    return problem('malformed-request', 'The request has no Host header; expected one, such as example.com.');
  }
  // `headers` holds only the first one.
  let numHosts = 0;
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = rawHeaders[i]!;
    if (name.length === 'host'.length && name.toLowerCase() === 'host') numHosts++;
  }
  if (numHosts > 1) {
    return problem('malformed-request', `The request has ${numHosts} Host headers; expected one.`);
  }
  if (HOST.test(host)) return undefined;
  return problem(
    'malformed-request',
    'The Host header is not valid; expected a name or an address with an optional port, such as example.com:8080.',
  );
}

function faultInTarget({ method, url = '' }: IncomingMessage): ProblemError | undefined {
  if (TARGET.test(url) || method === 'CONNECT' || (method === 'OPTIONS' && url === '*')) return undefined;
  return problem(
    'malformed-request',
    'The target of the request is not valid; expected a path such as /batch, an http URL, or * for OPTIONS only.',
  );
}

/** RFC 9112, section 6.1. Node.js decodes no other coding, and would pass on compressed bytes. */
function faultInTransferCoding({ headers }: IncomingMessage): ProblemError | undefined {
  const { 'transfer-encoding': codings } = headers;
  if (codings === undefined || namesOnly(codings, 'chunked')) return undefined;
  return problem(
    'malformed-request',
    'The body has a transfer coding other than chunked; expected chunked only.',
  );
}

/** RFC 9110, section 10.1.1. An empty header is no expectation, and HTTP/1.0 has none. */
function faultInExpectation({ httpVersion, headers }: IncomingMessage): ProblemError | undefined {
  const { expect } = headers;
  if (expect === undefined || Number(httpVersion) < 1.1) return undefined;
  if (namesOnly(expect, '100-continue')) return undefined;
  return problem(
    'expectation-failed',
    'The Expect header is not supported; expected 100-continue, or no such header.',
  );
}
