import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/**
 * Handles the events of a connection that Node.js has released, as it does for CONNECT and upgrades. Otherwise an error
 * would end the process, and the connection could stay open forever. Responses in flight would stall, or not notice that
 * the client disconnected.
 * @param responses the responses in flight
 * @returns a function that ends this
 */
export function careForReleased(socket: Socket, responses: readonly ServerResponse[]): () => void {
  const listeners = {
    error: () => {}, // "close" follows
    timeout: () => socket.destroy(),
    drain: () => responses.find(({ writableFinished }) => !writableFinished)?.emit('drain'),
    close() {
      for (const response of responses) response.destroy();
    },
  };
  for (const [event, listener] of Object.entries(listeners)) socket.on(event, listener);
  return () => {
    for (const [event, listener] of Object.entries(listeners)) socket.off(event, listener);
  };
}
