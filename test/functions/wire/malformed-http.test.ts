import { once } from 'node:events';
import { text as readAll } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { FAKE_RESULT, fakeClassifier, inSteps } from '../../helpers/fake-classifier.ts';
import { appWith } from '../../helpers/inject.ts';
import { exchange, expectLastProblem, head, open, readAnswers } from '../../helpers/raw-http.ts';

const lines: string[] = [];
const app = appWith({ logger: { stream: { write: (line) => lines.push(line) } } });
afterAll(() => app.close());
afterEach(() => {
  lines.length = 0;
});

const BODY = '{"mytext":"Fine."}';
const JSON_LINES = ['Host: a', 'Content-Type: application/json'];
const POST = head('POST / HTTP/1.1', ...JSON_LINES, `Content-Length: ${BODY.length}`) + BODY;
const CHUNKED = head('POST / HTTP/1.1', ...JSON_LINES, 'Transfer-Encoding: chunked');
const NOT_HTTP = 'The request is not valid HTTP/1.1';

test.each([
  ['no HTTP', 'garbage\r\n\r\n', 'malformed-request', `${NOT_HTTP}: Invalid method encountered.`],
  [
    'another version',
    head('GET / HTTP/3.0', 'Host: a'),
    'malformed-request',
    `${NOT_HTTP}: Invalid HTTP version.`,
  ],
  [
    'HTTP/2',
    'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
    'malformed-request',
    'HTTP/2 is not supported; expected HTTP/1.1.',
  ],
  [
    'a head that is too large',
    head('GET / HTTP/1.1', `A: ${'a'.repeat(20_000)}`),
    'headers-too-large',
    'The headers are too large; expected at most 16 KiB in 100 fields.',
  ],
  [
    'a head of too many fields',
    head('GET / HTTP/1.1', ...Array(101).fill('a:')),
    'headers-too-large',
    'The headers are too large; expected at most 16 KiB in 100 fields.',
  ],
  [
    'a chunk without a size',
    `${CHUNKED}what?\r\n`,
    'malformed-request',
    `${NOT_HTTP}: Invalid character in chunk size.`,
  ],
] as const)('%s is refused, and its connection ends', async (_, bytes, type, detail) => {
  const answers = await exchange(app, bytes);
  expect(answers).toHaveLength(1);
  expectLastProblem(answers[0], type, detail);
  const refusals = lines.map((line) => JSON.parse(line)).filter(({ msg }) => msg === 'malformed request');
  expect(refusals).toMatchObject([{ status: answers[0]!.status, code: expect.stringMatching(/^HPE_/) }]);
});

test('a head of as many fields as may be is answered', async () => {
  const fields = Array(98).fill('a:');
  const [answer] = await exchange(
    app,
    head('GET /health/liveness HTTP/1.1', 'Host: a', 'Connection: close', ...fields),
  );
  expect(answer!.status).toBe(200);
});

test('however much of it there is, its client gets the answer', async () => {
  for (const bytes of ['garbage '.repeat(1_000_000), `GET / HTTP/1.1\r\nA: ${'a'.repeat(8_000_000)}`]) {
    expect(await exchange(app, bytes)).toHaveLength(1);
  }
});

test('what came before it on its connection is answered first', async () => {
  const unfinished = `${CHUNKED}what?\r\n`;
  for (const malformed of ['garbage', unfinished]) {
    const answers = await exchange(app, POST + POST + malformed);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 400]);
    expect(JSON.parse(answers[1]!.body)).toEqual(FAKE_RESULT);
    expectLastProblem(answers[2], 'malformed-request');
  }
});

test('what comes after it is not answered', async () => {
  const classifier = fakeClassifier();
  let isStarted = false;
  let isResumed = false;
  classifier.classifyInSteps = inSteps(function* (text) {
    isStarted = true;
    while (!isResumed) yield;
    return classifier.classify(text);
  });
  const slow = appWith({ classifier });
  const socket = await open(slow);
  const batch = '{"mytexts":["Fine."]}';
  socket.write(head('POST /batch HTTP/1.1', ...JSON_LINES, `Content-Length: ${batch.length}`) + batch);
  while (!isStarted) await sleep(1);
  for (const bytes of ['garbage', 'more', POST]) {
    socket.write(bytes);
    await sleep(5);
  }
  isResumed = true;
  const text = await readAll(socket);
  expect(text.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 200', 'HTTP/1.1 400']);
  await slow.close();
});

test('an answer that has begun is not written into', async () => {
  const socket = await open(app);
  socket.write(
    head(
      'POST /batch HTTP/1.1',
      'Host: a',
      'Content-Type: application/x-ndjson',
      'Transfer-Encoding: chunked',
    ),
  );
  const line = '{"mytext":"Fine."}\n';
  socket.write(`${line.length.toString(16)}\r\n${line}\r\n`);
  const [first] = await once(socket, 'data');
  socket.write('what?\r\n');
  const text = first.toString() + (await readAll(socket));
  expect(text).toContain('"sentiment"');
  expect(text.match(/HTTP\/1\.1/g)).toHaveLength(1);
  expect(text.endsWith('0\r\n\r\n')).toBe(false);
});

describe('a client that is gone', () => {
  test('has sent nothing malformed', async () => {
    for (const bytes of ['', 'GET / HT', CHUNKED]) {
      const socket = await open(app);
      socket.write(bytes);
      await sleep(10);
      socket.resetAndDestroy();
    }
    await sleep(50);
    await exchange(app, head('GET /health/liveness HTTP/1.1', 'Host: a', 'Connection: close'));
    expect(lines.join('')).not.toContain('malformed');
  });

  test('has sent something malformed where it has ended its side in the middle of a request', async () => {
    const socket = await open(app);
    socket.end(`${POST}GET / HT`);
    const answers = readAnswers(await readAll(socket));
    expect(answers.map(({ status }) => status)).toEqual([200, 400]);
  });
});
