import type { Server } from 'node:http';

/** Hands requests with an unknown `Expect` to the app like others; Node.js would answer them without a body. */
export function handOnExpectations(server: Server): void {
  server.on('checkExpectation', (request, response) => server.emit('request', request, response));
}
