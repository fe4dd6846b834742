import { once } from 'node:events';
import { text as readAll } from 'node:stream/consumers';
import { afterAll, describe, expect, test } from 'vitest';
import { SECRET } from '../../helpers/bad-inputs.ts';
import { appWith, inject } from '../../helpers/inject.ts';
import { exchange, expectLastProblem, head, open, readAnswers } from '../../helpers/raw-http.ts';

const lines: string[] = [];
const logger = { stream: { write: (line: string) => lines.push(line) } };
const app = appWith({ hasInferenceProtocol: true, logger });
afterAll(() => app.close());

const GET = 'GET /health/liveness HTTP/1.1';
const CLOSE = 'Connection: close';
const NO_HOST = 'The request has no Host header; expected one, such as example.com.';
const BAD_HOST =
  'The Host header is not valid; expected a name or an address with an optional port, such as example.com:8080.';
const BAD_TARGET =
  'The target of the request is not valid; expected a path such as /batch, an http URL, or * for OPTIONS only.';

async function statusOf(...request: string[]): Promise<number> {
  const answers = await exchange(app, head(...request));
  expect(answers).toHaveLength(1);
  return answers[0]!.status;
}

async function expectRefused(request: string, detail: string): Promise<void> {
  const answers = await exchange(app, request);
  expect(answers).toHaveLength(1);
  expectLastProblem(answers[0], 'malformed-request', detail);
}

test.each([
  ['HTTP/0.9', 'GET /health/liveness\r\n\r\n'],
  ['HTTP/0.9 by name', head('GET /health/liveness HTTP/0.9', 'Host: a')],
  ['HTTP/2.0', head('GET /health/liveness HTTP/2.0', 'Host: a')],
])('%s is refused', async (_, request) => {
  await expectRefused(request, 'The version of HTTP is not supported; expected HTTP/1.1 or HTTP/1.0.');
});

describe('the host', () => {
  test('is missed in HTTP/1.1, and nothing more is read', async () => {
    await expectRefused(head(GET) + head(GET, 'Host: a'), NO_HOST);
    await expectRefused(`${head('POST / HTTP/1.1', 'Content-Length: 2')}{}`, NO_HOST);
  });

  test('need not be told in HTTP/1.0', async () => {
    expect(await statusOf('GET /health/liveness HTTP/1.0')).toBe(200);
  });

  test.each([
    ['two', ['Host: a', 'Host: b'], 2],
    ['two that are the same', ['Host: a', 'Host: a'], 2],
    ['two in other letter case', ['hOST: a', 'HOST: b'], 2],
    ['two of which one is empty', ['Host:', 'Host: a'], 2],
    ['three apart', ['Host: a', 'Accept: */*', 'Host: b', CLOSE, 'host: c'], 3],
  ])('is told once: %s are refused', async (_, hosts, number) => {
    const detail = `The request has ${number} Host headers; expected one.`;
    await expectRefused(head(GET, ...hosts), detail);
    await expectRefused(head('GET /health/liveness HTTP/1.0', ...hosts), detail);
    await expectRefused(head('GET /nothing HTTP/1.1', ...hosts), detail);
    await expectRefused(
      head('GET /%zz HTTP/1.1', ...hosts, ...(hosts.includes(CLOSE) ? [] : [CLOSE])),
      detail,
    );
  });

  test.each([
    'a b',
    'a, b',
    'a/b',
    'a?b',
    'a#b',
    'http://a',
    'user@a',
    'a:b',
    'a:80:80',
    '::1',
    '[::1',
    '%zz',
    'é',
    '<a>',
    'a\\b',
  ])('"%s" is refused', async (host) => {
    await expectRefused(head(GET, `Host: ${host}`), BAD_HOST);
  });

  test.each([
    '',
    'a',
    'example.com:8080',
    'example.com:',
    'EXAMPLE.com.',
    'a_b-c~d',
    '%41',
    '127.0.0.1:1',
    '[::1]',
    '[::ffff:1.2.3.4]:80',
    "a!$&'()*+,;=b",
  ])('"%s" is taken', async (host) => {
    expect(await statusOf(GET, `Host: ${host}`, CLOSE)).toBe(200);
  });

  test('is refused in the form of the inference protocol where that is asked', async () => {
    const [answer] = await exchange(app, head('GET /v2 HTTP/1.1'));
    expect(answer).toMatchObject({ status: 400, headers: { 'content-type': 'application/json' } });
    expect(JSON.parse(answer!.body)).toEqual({ error: NO_HOST });
  });

  test('is not said again when it is refused, and the refusal is logged and counted like others', async () => {
    const [answer] = await exchange(app, head(GET, `Host: ${SECRET} `, `Host: ${SECRET}`));
    expect(answer!.body).not.toContain(SECRET);
    expect(lines.join('')).not.toContain(SECRET);
    await expect.poll(() => lines.at(-1)).toContain('"status":400,"problem":"malformed-request"');
    expect((await inject(app, '/metrics')).body).toMatch(
      /http_server_request_duration_seconds_count{[^}]*http_response_status_code="400"[^}]*http_route="\/health\/liveness"|http_route="\/health\/liveness"[^}]*http_response_status_code="400"/,
    );
  });
});

describe('the target', () => {
  test.each([
    'http://a/health/liveness',
    'HTTP://b:80/health/liveness',
    'https://c/health/liveness',
    'http://a',
    'http://a?b=c',
  ])('may be the URL %s, whatever the Host header says, but not without one', async (target) => {
    expect(await statusOf(`GET ${target} HTTP/1.1`, 'Host: elsewhere', CLOSE)).toBe(200);
    await expectRefused(head(`GET ${target} HTTP/1.1`), NO_HOST);
    await expectRefused(
      head(`GET ${target} HTTP/1.1`, 'Host: a', 'Host: a'),
      'The request has 2 Host headers; expected one.',
    );
  });

  test('as a URL tells the path whose methods are allowed', async () => {
    for (const target of ['http://a', 'http://a/?b=c', 'http://a?b=c']) {
      const [answer] = await exchange(app, head(`DELETE ${target} HTTP/1.1`, 'Host: a', CLOSE));
      expectLastProblem(answer, 'method-not-allowed');
      expect(answer!.headers.allow).toBe('POST, OPTIONS, GET, HEAD');
    }
  });

  test('may be * where OPTIONS asks what the server can do', async () => {
    const [answer] = await exchange(app, head('OPTIONS * HTTP/1.1', 'Host: a', CLOSE));
    expect(answer).toMatchObject({ status: 204, headers: { allow: 'GET, HEAD, POST, OPTIONS' } });
  });

  test.each(['GET *', 'POST *', 'OPTIONS *a', 'GET *health/liveness', 'GET ftp://a/'])(
    'is not valid in "%s"',
    async (start) => {
      await expectRefused(head(`${start} HTTP/1.1`, 'Host: a'), BAD_TARGET);
    },
  );
});

test('a body in another transfer coding than chunked is refused', async () => {
  await expectRefused(
    `${head('POST / HTTP/1.1', 'Host: a', 'Transfer-Encoding: gzip, chunked')}0\r\n\r\n`,
    'The body has a transfer coding other than chunked; expected chunked only.',
  );
});

test.each([
  ['HTTP/2', ['Connection: Upgrade, HTTP2-Settings', 'Upgrade: h2c', 'HTTP2-Settings: AAMAAABkAAQAAP__']],
  [
    'WebSocket',
    ['Connection: Upgrade', 'Upgrade: websocket', 'Sec-WebSocket-Key: eA==', 'Sec-WebSocket-Version: 13'],
  ],
])('an offer to go on in %s is not taken up, and the request is answered', async (_, headers) => {
  const socket = await open(app);
  socket.write(head(GET, 'Host: a', ...headers));
  const [first] = (await once(socket, 'data')) as [Buffer];
  socket.write(head(GET, 'Host: a', CLOSE));
  const answers = readAnswers(first.toString() + (await readAll(socket)));
  expect(answers.map(({ status }) => status)).toEqual([200, 200]);
  expect(answers[0]!.headers).not.toHaveProperty('upgrade');
});
