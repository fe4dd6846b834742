import { text as readAll } from 'node:stream/consumers';
import { afterEach, describe, expect, test, vi } from 'vitest';
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

function post(path: string, body: string, type = 'application/json'): string {
  const lines = [`POST ${path} HTTP/1.1`, 'Host: a', `Content-Type: ${type}`];
  return head(...lines, `Content-Length: ${body.length}`) + body;
}

const NUM_TEXTS = 1000;
const BATCH = post('/batch', JSON.stringify({ mytexts: Array(NUM_TEXTS).fill('Fine.') }));
const LINES = post('/batch', '{"mytext":"Fine."}\n'.repeat(NUM_TEXTS), 'application/x-ndjson');

describe('a client that has ended its side after its request', () => {
  test.each([
    ['a batch', BATCH],
    ['a stream', LINES],
  ])('gets the whole answer to %s', async (_, request) => {
    const socket = await open(served());
    socket.end(request);
    const text = await readAll(socket);
    expect(text.match(/"sentiment"/g)).toHaveLength(NUM_TEXTS);
    expect(text.endsWith('\r\n0\r\n\r\n')).toBe(true);
  });

  test('gets the answers to all of its requests', async () => {
    const socket = await open(served());
    socket.end(post('/', '{"mytext":"Fine."}').repeat(3));
    const answers = readAnswers(await readAll(socket));
    expect(answers.map(({ body }) => JSON.parse(body))).toEqual(Array(3).fill(FAKE_RESULT));
  });

  test('is not kept where it has sent none', async () => {
    const socket = await open(served());
    socket.end();
    expect(await readAll(socket)).toBe('');
  });
});

describe('a client that has closed its connection', () => {
  /** An app whose answers fill a time slice each eighty texts or so, and what it does. */
  function watched() {
    const large = { ...FAKE_RESULT, sentiment: 'a'.repeat(1000) };
    const started = Promise.withResolvers<void>();
    const state = { numClassified: 0, isGone: false, started: started.promise };
    const classifier = fakeClassifier();
    classifier.classifyInSteps = inSteps(function* () {
      started.resolve();
      while (!state.isGone) yield;
      state.numClassified++;
      return large;
    });
    const lines: string[] = [];
    const logger = { stream: { write: (line: string) => lines.push(line) } };
    return { app: served({ classifier, logger, memoryBytes: 8_000_000 }), state, lines };
  }

  test.each([
    ['a batch', BATCH],
    ['a stream', LINES],
  ])('is noticed when %s is written to it, which ends the work', async (_, request) => {
    const { app, state, lines } = watched();
    const socket = await open(app);
    socket.write(request);
    await state.started;
    socket.destroy(); // which to the server looks as if it had only ended its side
    state.isGone = true;
    await vi.waitFor(() => expect(lines.join('')).toContain('"problem":"aborted"'));
    expect(state.numClassified).toBeLessThan(NUM_TEXTS / 2);
    expect(lines.join('')).not.toMatch(/request failed|malformed/);
  });

  test('gives back the memory of its request', async () => {
    const { app, state } = watched();
    state.isGone = true;
    const padding = 'a'.repeat(1_000_000);
    const large = JSON.stringify({ mytexts: Array(NUM_TEXTS).fill('Fine.'), padding });
    for (let i = 0; i < 10; i++) {
      const socket = await open(app);
      await new Promise<void>((resolve) => socket.write(post('/batch', large), () => resolve()));
      socket.destroy();
    }
    const request = post('/', JSON.stringify({ mytext: 'Fine.', padding }));
    await vi.waitFor(async () => {
      const last = head('GET /health/liveness HTTP/1.1', 'Host: a', 'Connection: close');
      expect((await exchange(app, request + last))[0]!.status).toBe(200);
    }, 10_000);
    await vi.waitFor(async () => {
      const count = await new Promise((resolve) => app.server.getConnections((_, number) => resolve(number)));
      expect(count).toBe(0);
    }, 10_000);
  });
});
