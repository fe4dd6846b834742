import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import type { FastifyInstance, InjectOptions } from 'fastify';

/** An answer as an app gave it, for a test to spoil. */
export interface Given {
  status: number;
  headers: Record<string, unknown>;
  body: string;
}

/** Spoils the answer to a request. */
export type Spoil = (given: Given, request: { method: string; url: string; headers: Headers }) => void;
type Headers = Record<string, string | string[] | undefined>;

/** An app behind a gateway that may spoil its answers. */
export interface Gateway {
  url: string;
  /** The hosts that were asked for. */
  hosts: Set<string | undefined>;
  /** What the requests were authorized by. */
  authorizations: Set<string | undefined>;
  spoil: Spoil;
  server: Server;
}

/** Serves an app on a free port. */
export async function serveApp(app: FastifyInstance): Promise<Gateway> {
  const server = createServer(async (request, response) => {
    const { method = 'GET', url = '/', headers } = request;
    gateway.hosts.add(headers.host);
    gateway.authorizations.add(headers.authorization);
    const payload = await buffer(request);
    const reply = await app.inject({ method, url, headers, payload } as InjectOptions);
    const given: Given = { status: reply.statusCode, headers: { ...reply.headers }, body: reply.body };
    gateway.spoil(given, { method, url, headers });
    delete given.headers['content-length'];
    delete given.headers['transfer-encoding'];
    for (const [name, value] of Object.entries({ ...given.headers, server: 'envoy' })) {
      if (value !== undefined) response.setHeader(name, value as string);
    }
    response.writeHead(given.status).end(given.body);
  });
  const gateway: Gateway = { url: '', hosts: new Set(), authorizations: new Set(), spoil: () => {}, server };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  gateway.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return gateway;
}
