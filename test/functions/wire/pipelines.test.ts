import { once } from 'node:events';
import { text as readAll } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, test } from 'vitest';
import { FAKE_RESULT, fakeClassifier, inSteps } from '../../helpers/fake-classifier.ts';
import { appWith } from '../../helpers/inject.ts';
import { exchange, head, open, readAnswers } from '../../helpers/raw-http.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

function served(...options: Parameters<typeof appWith>) {
  const app = appWith(...options);
  closing.push(() => app.close());
  return app;
}

function post(mytext: unknown, path = '/', blank = ''): string {
  const json = `{${blank}"mytext":${JSON.stringify(mytext)}${blank}}`;
  const lines = [`POST ${path} HTTP/1.1`, 'Host: a', 'Content-Type: application/json'];
  return head(...lines, `Content-Length: ${json.length}`) + json;
}

const GET = head('GET /health/liveness HTTP/1.1', 'Host: a');
const LAST = head('GET /health/liveness HTTP/1.1', 'Host: a', 'Connection: close');
const BLANK_LINES = '\r\n\r\n'.repeat(1000);

/** A classifier whose label is the text, after a few turns of the event loop. */
function slowClassifier() {
  const state = { numAtWork: 0, mostAtWork: 0 };
  const classifier = fakeClassifier();
  classifier.classifyInSteps = inSteps(function* (text) {
    state.numAtWork++;
    state.mostAtWork = Math.max(state.mostAtWork, state.numAtWork);
    const start = performance.now();
    while (performance.now() - start < 12) yield; // longer than a time slice
    state.numAtWork--;
    return { ...FAKE_RESULT, label: Number(text) };
  });
  return { classifier, state };
}

describe('pipelined requests', () => {
  test('are answered one after another, in order', async () => {
    const { classifier, state } = slowClassifier();
    const requests = Array.from({ length: 20 }, (_, i) => post(String(i), '/?explain=true'));
    const answers = await exchange(served({ classifier }), requests.join('') + LAST);
    expect(answers.slice(0, -1).map(({ body }) => JSON.parse(body).label)).toEqual([...requests.keys()]);
    expect(answers).toHaveLength(21);
    expect(state.mostAtWork).toBe(1);
  });

  test('are the same in pieces of any length', async () => {
    const app = served();
    const bytes = post('Fine.') + GET + post('Fine.', '/', '\r\n\r\n') + post(7) + LAST;
    const expected = [200, 200, 200, 400, 200];
    for (const length of [1, 2, 3, 5, 16, 100, 1000]) {
      const socket = await open(app);
      const text = readAll(socket);
      for (let i = 0; i < bytes.length; i += length) {
        socket.write(bytes.slice(i, i + length));
        await sleep(0);
      }
      expect(readAnswers(await text).map(({ status }) => status)).toEqual(expected);
    }
  });

  test('leave others their turn', async () => {
    const app = served();
    const busy = await open(app);
    const numRequests = 5000;
    let numAnswered = 0;
    busy.on('data', (data: Buffer) => {
      numAnswered += data.toString().split('HTTP/1.1 ').length - 1;
    });
    busy.write(GET.repeat(numRequests));
    await once(busy, 'data');
    expect(await exchange(app, LAST)).toMatchObject([{ status: 200 }]);
    expect(numAnswered).toBeLessThan(numRequests / 2);
    busy.destroy();
  });

  test('that nobody reads are not all parsed', async () => {
    let numRequests = 0;
    const app = served();
    app.server.on('request', () => numRequests++);
    const sockets = await Promise.all(Array.from({ length: 10 }, () => open(app)));
    const requests = head('GET /openapi.json HTTP/1.1', 'Host: a').repeat(1000);
    for (const socket of sockets) socket.pause().write(requests);
    let before = -1;
    while (before < numRequests) {
      before = numRequests;
      await sleep(100);
    }
    expect(numRequests).toBeLessThan(10 * 500); // those whose answers the network takes
    for (const socket of sockets) socket.destroy();
  });
});

describe('blank lines', () => {
  test.each([
    ['in a body', post('Fine.', '/', BLANK_LINES), 200],
    [
      'in chunks',
      `${head('POST / HTTP/1.1', 'Host: a', 'Content-Type: application/json', 'Transfer-Encoding: chunked')}${BLANK_LINES.length.toString(16)}\r\n${BLANK_LINES}\r\n12\r\n{"mytext":"Fine."}\r\n0\r\n\r\n`,
      200,
    ],
    ['before a request', BLANK_LINES + post('Fine.'), 200],
  ])('%s change nothing', async (_, request, status) => {
    const answers = await exchange(served(), request + request + LAST);
    expect(answers.map((answer) => answer.status)).toEqual([status, status, 200]);
  });

  test('between the lines of a stream change nothing', async () => {
    const body = '{"mytext":"Fine."}\r\n\r\n'.repeat(1000);
    const lines = [
      'POST /batch HTTP/1.1',
      'Host: a',
      'Content-Type: application/x-ndjson',
      'Connection: close',
    ];
    const socket = await open(served());
    socket.write(head(...lines, `Content-Length: ${body.length}`) + body);
    expect((await readAll(socket)).match(/"sentiment"/g)).toHaveLength(1000);
  });
});
