import { once } from 'node:events';
import { text as readAll } from 'node:stream/consumers';
import { afterAll, describe, expect, test } from 'vitest';
import { LIMITS } from '../../../functions/contract/limits.ts';
import { FAKE_RESULT } from '../../helpers/fake-classifier.ts';
import { appWith } from '../../helpers/inject.ts';
import {
  exchange,
  expectLastProblem,
  head,
  open,
  type RawAnswer,
  readAnswers,
} from '../../helpers/raw-http.ts';

const app = appWith({ hasInferenceProtocol: true });
const full = appWith({ memoryBytes: 20_000 });
afterAll(() => Promise.all([app.close(), full.close()]));

const BODY = '{"mytext":"Fine."}';
const JSON_TYPE = 'Content-Type: application/json';
const LENGTH = `Content-Length: ${BODY.length}`;
const CLOSE = 'Connection: close';
const CONTINUE = 'Expect: 100-continue';
const asked = { status: 100, headers: {}, body: '' };

/** Sends a head, and what it holds back once that is asked for; gives all answers. */
async function exchangeHeldBack(request: string, heldBack: string): Promise<RawAnswer[]> {
  const socket = await open(app);
  socket.write(request);
  const [first] = (await once(socket, 'data')) as [Buffer];
  socket.write(heldBack);
  return readAnswers(first.toString() + (await readAll(socket)));
}

describe('a body that is held back for 100 Continue', () => {
  test.each(['100-continue', '100-Continue', ' ,100-continue, '])(
    '"Expect: %s" is asked for',
    async (value) => {
      const lines = ['POST / HTTP/1.1', 'Host: a', JSON_TYPE, LENGTH, `Expect: ${value}`];
      const next = head('GET /health/liveness HTTP/1.1', 'Host: a', CLOSE);
      const answers = await exchangeHeldBack(head(...lines), BODY + next);
      expect(answers).toMatchObject([
        asked,
        { status: 200, headers: { connection: 'keep-alive' } },
        { status: 200 },
      ]);
      expect(JSON.parse(answers[1]!.body)).toEqual(FAKE_RESULT);
    },
  );

  test('may come without being asked for', async () => {
    const request = head('POST / HTTP/1.1', 'Host: a', JSON_TYPE, LENGTH, CONTINUE, CLOSE) + BODY;
    expect(await exchange(app, request)).toMatchObject([
      asked,
      { status: 200, headers: { connection: 'close' } },
    ]);
  });

  test('is asked for where nobody knows how long it is', async () => {
    const lines = ['POST / HTTP/1.1', 'Host: a', JSON_TYPE, 'Transfer-Encoding: chunked', CONTINUE, CLOSE];
    const answers = await exchangeHeldBack(
      head(...lines),
      `${BODY.length.toString(16)}\r\n${BODY}\r\n0\r\n\r\n`,
    );
    expect(answers).toMatchObject([asked, { status: 200 }]);
  });

  test('is asked for as a stream', async () => {
    const lines = ['POST /batch HTTP/1.1', 'Host: a', 'Content-Type: application/x-ndjson', LENGTH, CONTINUE];
    const [first, second] = await exchangeHeldBack(head(...lines, CLOSE), BODY);
    expect([first, second]).toMatchObject([asked, { status: 200 }]);
  });

  test('is refused after it came where that takes to read it', async () => {
    const lines = ['POST / HTTP/1.1', 'Host: a', JSON_TYPE, 'Content-Length: 1', CONTINUE, CLOSE];
    const [first, second] = await exchangeHeldBack(head(...lines), '{');
    expect(first).toEqual(asked);
    expectLastProblem(second, 'malformed-json');
  });

  test.each([
    [
      'is too large',
      ['POST / HTTP/1.1', JSON_TYPE, `Content-Length: ${LIMITS.bodyBytes + 1}`],
      'body-too-large',
    ],
    ['has no type', ['POST / HTTP/1.1', 'Content-Type: what?', LENGTH], 'unsupported-media-type'],
    ['goes nowhere', ['POST /nothing HTTP/1.1', JSON_TYPE, LENGTH], 'not-found'],
    [
      'goes to a path that does not take its method',
      ['DELETE / HTTP/1.1', JSON_TYPE, LENGTH],
      'method-not-allowed',
    ],
    ['comes from two hosts', ['POST / HTTP/1.1', 'Host: b', JSON_TYPE, LENGTH], 'malformed-request'],
    ['expects more', ['POST / HTTP/1.1', 'Expect: more', JSON_TYPE, LENGTH], 'expectation-failed'],
    [
      'is a stream for an answer that there is not',
      ['POST /batch HTTP/1.1', 'Accept: image/png', 'Content-Type: application/x-ndjson', LENGTH],
      'not-acceptable',
    ],
  ] as const)('and %s is refused without being asked for', async (_, lines, type) => {
    const answers = await exchange(app, head(...lines, 'Host: a', CONTINUE));
    expect(answers).toHaveLength(1);
    expectLastProblem(answers[0], type);
  });

  test('and does not fit into the memory is refused without being asked for', async () => {
    const lines = ['POST / HTTP/1.1', 'Host: a', JSON_TYPE, 'Content-Length: 100000', CONTINUE];
    const answers = await exchange(full, head(...lines));
    expect(answers).toHaveLength(1);
    expectLastProblem(answers[0], 'overloaded');
    expect(answers[0]!.headers['retry-after']).toBe('1');
  });

  test('is not asked for where it would not be read', async () => {
    const [answer, ...others] = await exchange(
      app,
      head('GET /health/liveness HTTP/1.1', 'Host: a', CONTINUE),
    );
    expect(answer).toMatchObject({ status: 200, headers: { connection: 'close' } });
    expect(others).toEqual([]);
  });
});

describe('another expectation', () => {
  const DETAIL = 'The Expect header is not supported; expected 100-continue, or no such header.';

  test.each(['200-ok', '100', '100-continued', '100-continue=1', '100-continue, more', 'é'])(
    '"Expect: %s" is refused, and the connection ends with its body',
    async (value) => {
      const lines = ['POST / HTTP/1.1', 'Host: a', JSON_TYPE, LENGTH, `Expect: ${value}`];
      const next = head('GET /health/liveness HTTP/1.1', 'Host: a');
      for (const rest of ['', BODY, BODY + next]) {
        const answers = await exchange(app, head(...lines) + rest);
        expect(answers).toHaveLength(1);
        expectLastProblem(answers[0], 'expectation-failed', DETAIL);
      }
    },
  );

  test('is refused in the form of the inference protocol where that is asked', async () => {
    const [answer] = await exchange(app, head('GET /v2 HTTP/1.1', 'Host: a', 'Expect: more'));
    expect(answer).toMatchObject({ status: 417, headers: { 'content-type': 'application/json' } });
    expect(JSON.parse(answer!.body)).toEqual({ error: DETAIL });
  });

  test('is none where the header is empty, or in HTTP/1.0', async () => {
    for (const lines of [
      ['POST / HTTP/1.1', 'Expect:'],
      ['POST / HTTP/1.1', 'Expect: ,'],
      ['POST / HTTP/1.0', 'Expect: more'],
    ]) {
      const request = head(...lines, 'Host: a', JSON_TYPE, LENGTH, CLOSE) + BODY;
      expect(await exchange(app, request)).toMatchObject([{ status: 200 }]);
    }
  });
});
