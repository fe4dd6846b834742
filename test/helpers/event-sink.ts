import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** An event as a sink was sent it. */
export interface SunkEvent {
  headers: IncomingHttpHeaders;
  /** The body as it came: a line of NDJSON. */
  line: string;
  event: { [attribute: string]: unknown; data: { mytext: string; answer: Record<string, unknown> } };
}

/** A sink of events on this machine. */
export async function openSink() {
  const received: SunkEvent[] = [];
  let answer = (response: ServerResponse): unknown => response.writeHead(202).end();
  const server = createServer(async (request, response) => {
    const line = await text(request);
    received.push({ headers: request.headers, line, event: JSON.parse(line) });
    answer(response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: new URL(`http://127.0.0.1:${port}/keep?as=records`),
    received,
    texts: () => received.map(({ event }) => event.data.mytext),
    /** How events are answered from now on; 202 until then. */
    answerWith(next: typeof answer) {
      answer = next;
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
    },
  };
}
