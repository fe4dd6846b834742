import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import newman, { type Summary } from 'newman';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type DescribedApi,
  type ExampleRequest,
  readRequests,
} from '../../scripts/requests/read-requests.ts';
import { checkAnswer } from '../../scripts/verify/check-answer.ts';
import { built } from '../helpers/built.ts';
import { expectAsShown } from '../helpers/expect-as-shown.ts';
import { collection, type FiledRequest, httpFile, itemsOf, parseHttpFile } from '../helpers/request-files.ts';
import { killAll, serveBundle } from '../helpers/serve-bundle.ts';

/** A function at work, and what its own document says of the requests that it takes. */
interface Serving {
  url: string;
  document: DescribedApi;
  requests: ExampleRequest[];
}

async function serve(name: 'http' | 'events'): Promise<Serving> {
  const { port } = await serveBundle((await built(name)).folder);
  const url = `http://127.0.0.1:${port}`;
  const document = (await (await fetch(`${url}/openapi.json`)).json()) as DescribedApi;
  return { url, document, requests: readRequests(document) };
}

/** Sends a request of the HTTP file, and expects what the document says and shows of its answer. */
async function expectAnswered(
  { method, url, headers, body }: FiledRequest,
  shown: ExampleRequest,
  at: Serving,
): Promise<void> {
  const response = await fetch(url, { method, headers, ...(body !== undefined && { body }) });
  const answer = { status: response.status, body: await response.text() };
  const asked = { method, url: url.slice(at.url.length) };
  checkAnswer(at.document, { ...asked, ...answer, headers: Object.fromEntries(response.headers) });
  expectAsShown(shown, { ...answer, contentType: response.headers.get('content-type') ?? undefined });
}

/** Sends the requests of the collection in Newman, which is what Postman runs them by, and runs their tests. */
function runCollection(baseUrl: string): Promise<Summary['run']> {
  return new Promise((resolve, reject) =>
    newman.run({ collection, envVar: [{ key: 'baseUrl', value: baseUrl }] }, (error, summary) =>
      error ? reject(error) : resolve(summary.run),
    ),
  );
}

let http: Serving;
let events: Serving;

beforeAll(async () => {
  // One after the other, as a build ends the compiler that another would still use.
  http = await serve('http');
  events = await serve('events');
});
afterAll(killAll);

describe('the HTTP file', () => {
  test('has requests that the function http answers as its document shows', async () => {
    const filed = parseHttpFile(httpFile, http.url);
    expect(filed.map(({ name }) => name)).toEqual(http.requests.map(({ name }) => name));
    for (const [i, request] of filed.entries()) await expectAnswered(request, http.requests[i]!, http);
  });

  test('has requests that the function events answers as its own document shows', async () => {
    const filed = new Map(parseHttpFile(httpFile, events.url).map((request) => [request.name, request]));
    expect(events.requests.map(({ id }) => id)).toContain('answerEvent.batched');
    for (const shown of events.requests) {
      // To `http` goes a text in a wrong type, to `events` an event in one.
      if (shown.id !== 'wrongType') await expectAnswered(filed.get(shown.name)!, shown, events);
    }
  });
});

describe('the Postman collection', () => {
  test('passes its own tests against the function http', async () => {
    const { failures, stats } = await runCollection(http.url);
    expect(failures.map(({ source, error }) => [source.id, error.test, error.message])).toEqual([]);
    expect(stats.requests.total).toBe(itemsOf(collection).length);
    expect(stats.assertions.total).toBeGreaterThanOrEqual(2 * stats.requests.total);
  });

  test('fails where texts are answered without a sentiment, and faults without their problem', async () => {
    const server = createServer((_request, response) => {
      response.setHeader('content-type', 'application/json').end('{"probabilities":{"neutral":1}}');
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { failures } = await runCollection(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    server.close();
    const failedIn = (name: RegExp) =>
      new Set(failures.filter(({ error }) => name.test(error.test ?? '')).map(({ source }) => source.id));
    const withBody = http.requests.filter(({ body }) => body !== undefined);
    // Any words may be the name of a class.
    const good = withBody.filter(({ id, answer }) => answer.status === 200 && id !== 'classify.words');
    const bad = withBody.filter(({ answer }) => answer.status !== 200);
    expect(failedIn(/it has a sentiment/)).toEqual(new Set(good.map(({ id }) => id)));
    expect(failedIn(/the status is 4\d\d/)).toEqual(new Set(bad.map(({ id }) => id)));
  });

  test('fails with every request where nothing listens', async () => {
    const { failures } = await runCollection('http://127.0.0.1:1');
    expect(new Set(failures.map(({ source }) => source.id)).size).toBe(itemsOf(collection).length);
  });
});
