import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';
import { afterResponses, type OpenResponses } from './open-responses.ts';
import { careForReleased } from './released-connection.ts';

/**
 * Answers requests with an `Upgrade` header as if they had none (RFC 9110, section 7.8). Java's client asks for HTTP/2
 * so on each new connection. Without a listener Node.js answers them too, but loses what follows them in the same
 * packet. So the connection goes back to the server, as if it were new, and the request is parsed again without that
 * header.
 */
export function ignoreUpgrades(server: Server, openResponses: OpenResponses): void {
  server.on('upgrade', (request: IncomingMessage, connection, rest: Buffer) => {
    const socket = connection as Socket; // always a socket without TLS
    const earlier = openResponses(socket);
    const release = careForReleased(socket, earlier);
    afterResponses(earlier, () => {
      release();
      if (!socket.writable) return;
      socket.unshift(Buffer.concat([encodeHead(request), rest]));
      server.emit('connection', socket);
    });
  });
}

/** Encodes the head of a request again, without its `Upgrade` headers. */
function encodeHead({ method, url, httpVersion, rawHeaders }: IncomingMessage): Buffer {
  const lines = [`${method} ${url} HTTP/${httpVersion}`];
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = rawHeaders[i]!;
    if (name.toLowerCase() !== 'upgrade') lines.push(`${name}: ${rawHeaders[i + 1]}`);
  }
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1');
}
