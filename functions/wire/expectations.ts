import type { IncomingMessage, Server, ServerResponse } from 'node:http';

const requests = new WeakMap<IncomingMessage, () => void>();

/**
 * Hands requests with an `Expect` header to the app like others. Node.js would answer an unknown expectation by itself,
 * and ask for each body that a client holds back for 100 Continue, before anyone knows whether it is wanted.
 */
export function handOnExpectations(server: Server): void {
  server.on('checkExpectation', (request, response) => server.emit('request', request, response));
  server.on('checkContinue', (request: IncomingMessage, response: ServerResponse) => {
    const { shouldKeepAlive } = response;
    // Who is answered without being asked may send the body all the same, or may not.
    response.shouldKeepAlive = false;
    requests.set(request, () => {
      response.shouldKeepAlive = shouldKeepAlive;
      response.writeContinue();
    });
    server.emit('request', request, response);
  });
}

/** What asks for a request's body, where its client holds it back until then; undefined where it comes by itself. */
export function bodyRequest(request: IncomingMessage): (() => void) | undefined {
  return requests.get(request);
}
