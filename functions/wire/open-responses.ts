import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** Returns the responses of a connection that are not sent yet, in the order of their requests. */
export type OpenResponses = (socket: Socket) => ServerResponse[];

/** Follows the responses of a server, for what must wait until earlier requests of its connection are answered. */
export function followResponses(server: Server): OpenResponses {
  const open = new WeakMap<Socket, Set<ServerResponse>>();
  server.on('request', ({ socket }: IncomingMessage, response: ServerResponse) => {
    const responses = open.get(socket) ?? new Set();
    open.set(socket, responses.add(response));
    response.once('close', () => responses.delete(response));
  });
  return (socket) => [...(open.get(socket) ?? [])];
}

/** Calls a function once all of these responses are sent, or their client is gone. */
export function afterResponses(responses: readonly ServerResponse[], goOn: () => void): void {
  const last = responses.at(-1);
  if (last) last.once('close', goOn);
  else goOn();
}
