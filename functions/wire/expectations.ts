import type { IncomingMessage, Server, ServerResponse } from 'node:http';

const requests = new WeakMap<IncomingMessage, () => void>();

/**
 * Forwards requests with an `Expect` header to the app. Node.js would answer unknown expectations itself. It would also
 * send 100 Continue before the app has decided whether it wants the body.
 */
export function handOnExpectations(server: Server): void {
  server.on('checkExpectation', (request, response) => server.emit('request', request, response));
  server.on('checkContinue', (request: IncomingMessage, response: ServerResponse) => {
    const { shouldKeepAlive } = response;
    // Without 100 Continue the client may or may not send the body, so the connection cannot be reused.
    response.shouldKeepAlive = false;
    requests.set(request, () => {
      response.shouldKeepAlive = shouldKeepAlive;
      response.writeContinue();
    });
    server.emit('request', request, response);
  });
}

/** Returns a function that sends 100 Continue; undefined if the client sends the body without it. */
export function bodyRequest(request: IncomingMessage): (() => void) | undefined {
  return requests.get(request);
}
