import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { SECRET } from '../../helpers/bad-inputs.ts';
import { built } from '../../helpers/built.ts';
import { killAll, serveBundle } from '../../helpers/serve-bundle.ts';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const CALLER = '00f067aa0ba902b7';
const json = { 'content-type': 'application/json' };

/** What a collector was sent, as the bytes of protobuf hold it. */
const received: { request: IncomingMessage; body: Buffer }[] = [];
let status = 200;
const collector = createServer(async (request, response) => {
  received.push({ request, body: await buffer(request) });
  response.writeHead(status).end();
});
let endpoint = '';
let folder = '';

beforeAll(async () => {
  collector.listen(0, '127.0.0.1');
  await once(collector, 'listening');
  endpoint = `http://127.0.0.1:${(collector.address() as AddressInfo).port}`;
  ({ folder } = await built('http'));
});
beforeEach(() => {
  received.length = 0;
  status = 200;
});
afterAll(() => {
  killAll();
  collector.close();
});

test('requests are told of as spans, in the trace of their caller', async () => {
  const { child, port } = await serveBundle(folder, {
    OTEL_EXPORTER_OTLP_ENDPOINT: endpoint,
    OTEL_RESOURCE_ATTRIBUTES: 'k8s.pod.name=pod-7',
  });
  const lines: string[] = [];
  child.stdout!.on('data', (chunk) => lines.push(...String(chunk).split('\n')));
  const sampled = { ...json, traceparent: `00-${TRACE}-${CALLER}-01` };
  const body = JSON.stringify({ mytext: SECRET });
  const answer = await fetch(`http://127.0.0.1:${port}/?q=${SECRET}`, {
    method: 'POST',
    headers: sampled,
    body,
  });
  expect(answer.headers.get('traceparent')).toBe(sampled.traceparent);
  await fetch(`http://127.0.0.1:${port}/${SECRET}`);
  child.kill('SIGTERM');
  const [code] = await once(child, 'close');
  expect(code).toBe(0);

  expect(received.map(({ request }) => [request.url, request.headers['content-type']])).toEqual([
    ['/v1/traces', 'application/x-protobuf'],
  ]);
  const sent = received[0]!.body;
  for (const part of [
    Buffer.from(TRACE, 'hex'),
    Buffer.from(CALLER, 'hex'),
    ...['movie-sentiment', 'pod-7', 'POST /', 'http.route', 'http.response.status_code', 'service.version'],
  ]) {
    expect(sent.includes(part)).toBe(true);
  }
  expect(sent.includes(SECRET)).toBe(false);
  // The log line is that of the span.
  const line = lines
    .map((text) => (text.startsWith('{') ? JSON.parse(text) : {}))
    .find(({ method }) => method === 'POST');
  expect(line.traceId).toBe(TRACE);
  expect(line.spanId).toMatch(/^[\da-f]{16}$/);
  expect(line.spanId).not.toBe(CALLER);
  expect(sent.includes(Buffer.from(line.spanId, 'hex'))).toBe(true);
});

test('a caller that does not sample has no spans', async () => {
  const { child, port } = await serveBundle(folder, { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint });
  const headers = { ...json, traceparent: `00-${TRACE}-${CALLER}-00` };
  await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', headers, body: '{"mytext":"Fine."}' });
  child.kill('SIGTERM');
  await once(child, 'close');
  expect(received).toEqual([]);
});

test('a collector that refuses keeps nothing up, and the log tells of it', async () => {
  status = 400;
  const { child, port } = await serveBundle(folder, { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint });
  let log = '';
  child.stdout!.on('data', (chunk) => {
    log += chunk;
  });
  const answer = await fetch(`http://127.0.0.1:${port}/`, {
    method: 'POST',
    headers: json,
    body: '{"mytext":"Fine."}',
  });
  expect(answer.status).toBe(200);
  child.kill('SIGTERM');
  const [code] = await once(child, 'close');
  expect(code).toBe(0);
  await vi.waitFor(() => expect(log).toContain('spans could not be sent'));
});

test('a stop does not wait for a collector that is down, and the log tells of it', async () => {
  const { child, port } = await serveBundle(folder, {
    OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1',
    SHUTDOWN_SECONDS: '600',
  });
  let log = '';
  child.stdout!.on('data', (chunk) => {
    log += chunk;
  });
  await (await fetch(`http://127.0.0.1:${port}/health/liveness`)).json();
  child.kill('SIGTERM');
  const [code] = await once(child, 'close');
  expect(code).toBe(0);
  expect(log).toContain('spans could not be sent');
});

test.each<[Record<string, string>, string]>([
  [
    { OTEL_EXPORTER_OTLP_ENDPOINT: 'collector:4318' },
    'OTEL_EXPORTER_OTLP_ENDPOINT is "collector:4318"; expected a URL such as http://collector:4318',
  ],
  [
    { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://c:4317', OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' },
    'OTEL_EXPORTER_OTLP_PROTOCOL is "grpc"; expected http/protobuf, the only supported protocol',
  ],
])('the settings %j end the start in a line', async (env, reason) => {
  await expect(serveBundle(folder, env)).rejects.toThrow(reason);
});
