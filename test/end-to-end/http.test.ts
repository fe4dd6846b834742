import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { Agent, request as httpRequest, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text as readAll } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadClassifier, ModelFormatError } from '../../classifier/src/index.ts';
import { decodeModel, encodeModel } from '../../classifier/src/model-file.ts';
import { build } from '../../scripts/bundle/build-function.ts';
import { UsageError } from '../../scripts/program/run-program.ts';
import { SECRET } from '../helpers/bad-inputs.ts';
import { killAll, runBundle, type Served, serveBundle } from '../helpers/serve-bundle.ts';

const scratch = await mkdtemp(join(tmpdir(), 'movie-sentiment-'));
const folder = join(scratch, 'http');
let modelName = '';
let served: Served;

beforeAll(async () => {
  ({ name: modelName } = await build({ model: 'linear', folder }));
  served = await serveBundle(folder);
}, 30_000);

afterAll(async () => {
  killAll();
  await rm(scratch, { recursive: true });
});

describe('the build', () => {
  test('is a folder of a few megabytes that names the licences of what is in it', async () => {
    expect(await readdir(folder)).toEqual([
      'NOTICE',
      'THIRD-PARTY-LICENSES.txt',
      'app.cache',
      'app.cjs',
      'index.js',
      'model.bin',
      'package.json',
      'record.cjs',
      'spans.cjs',
    ]);
    expect((await stat(join(folder, 'app.cjs'))).size).toBeLessThan(5_000_000);
    const licenses = await readFile(join(folder, 'THIRD-PARTY-LICENSES.txt'), 'utf8');
    for (const name of ['fastify', 'wink-nlp', 'negotiator']) expect(licenses).toContain(`\n${name} `);
  });

  test('a model that is missing or garbage leaves the last build as it was', async () => {
    const garbage = join(scratch, 'model.garbage');
    await writeFile(garbage, 'garbage');
    const { mtimeMs } = await stat(folder);
    await expect(build({ model: garbage, folder })).rejects.toThrow(ModelFormatError);
    await expect(build({ model: 'none', folder })).rejects.toThrow(UsageError);
    expect((await stat(folder)).mtimeMs).toBe(mtimeMs);
    expect(await readdir(scratch)).toEqual(['http', 'model.garbage']);
  });
});

/** A request whose body the caller writes, and its answer. */
function open(port: number, agent?: Agent) {
  const request = httpRequest({
    port,
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    ...(agent && { agent }),
  });
  const reply = once(request, 'response').then(async ([response]: IncomingMessage[]) => ({
    status: response!.statusCode,
    connection: response!.headers.connection,
    body: await readAll(response!),
  }));
  return { request, reply };
}

function post(port: number, mytext: string, agent?: Agent) {
  const { request, reply } = open(port, agent);
  request.end(JSON.stringify({ mytext }));
  return reply;
}

describe('the built function', () => {
  test('classifies a text', async () => {
    const { status, body } = await post(served.port, 'A good film.');
    expect(status).toBe(200);
    const result = JSON.parse(body);
    expect(Object.keys(result)).toEqual([
      'sentiment',
      'label',
      'confidence',
      'probabilities',
      'valence',
      'coverage',
      'model',
    ]);
    expect(result.model).toBe(modelName);
    const probabilities = Object.values(result.probabilities as Record<string, number>);
    expect(probabilities).toHaveLength(5);
    expect(probabilities.reduce((sum, p) => sum + p)).toBeCloseTo(1, 5);
  });

  test.each(['127.0.0.1', '[::1]'])('listens on %s', async (host) => {
    expect((await fetch(`http://${host}:${served.port}/health/readiness`)).status).toBe(200);
  });

  test('a body of 20 MB is refused with an answer, not with a reset', async () => {
    const reply = await fetch(`http://127.0.0.1:${served.port}/`, {
      method: 'POST',
      body: 'a'.repeat(20_000_000),
    });
    expect(reply.status).toBe(413);
    expect(await reply.json()).toMatchObject({ type: '/problems/body-too-large' });
  });

  test('a client that has ended its side gets the whole answer to a batch', async () => {
    const mytexts = Array.from(
      { length: 1000 },
      (_, i) => `The film number ${i} was dull. I liked it anyway.`,
    );
    const body = JSON.stringify({ mytexts });
    const socket = connect({ port: served.port, allowHalfOpen: true });
    socket.end(
      `POST /batch HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
    );
    const answer = await readAll(socket);
    expect(answer.match(/"sentiment":/g)).toHaveLength(1000);
    expect(answer.endsWith('\r\n0\r\n\r\n')).toBe(true);
  });

  test.each([
    ['no HTTP at all', `${SECRET}\r\n\r\n`, 400],
    ['a header without a colon', `GET / HTTP/1.1\r\n${SECRET}\r\n\r\n`, 400],
    [
      'a chunk without a size',
      `POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n${SECRET}`,
      400,
    ],
    [
      'a header of 20,000 bytes',
      `GET / HTTP/1.1\r\nHost: a\r\nA: ${SECRET.padEnd(20_000, 'a')}\r\n\r\n`,
      431,
    ],
    ['no host', `GET /?${SECRET} HTTP/1.1\r\n\r\n`, 400],
    ['a second host', `GET / HTTP/1.1\r\nHost: a\r\nHost: ${SECRET}\r\n\r\n`, 400],
    ['an unknown expectation', `GET / HTTP/1.1\r\nHost: a\r\nExpect: ${SECRET}\r\n\r\n`, 417],
    [
      'a body that is too large and held back',
      'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2000000\r\nExpect: 100-continue\r\n\r\n',
      413,
    ],
    ['a tunnel', `CONNECT ${SECRET}:443 HTTP/1.1\r\nHost: a\r\n\r\n`, 405],
  ])('%s is answered with a problem', async (_, bytes, status) => {
    const socket = connect(served.port, '127.0.0.1');
    socket.write(bytes);
    const [head = '', body = ''] = (await readAll(socket)).split('\r\n\r\n');
    expect(head).toContain(`HTTP/1.1 ${status} `);
    expect(head).toMatch(/^content-type: application\/problem\+json$/im);
    expect(head).toMatch(/^x-content-type-options: nosniff$/im);
    expect(head).toMatch(/^connection: close$/im);
    expect(JSON.parse(body)).toMatchObject({ status });
  });

  test('the log says what was asked, and nothing of what was sent', async () => {
    await post(served.port, SECRET);
    await fetch(`http://127.0.0.1:${served.port}/${SECRET}?q=${SECRET}`, { headers: { 'x-a': SECRET } });
    while (!served.log().includes('"status":404')) await sleep(5);
    expect(served.log()).toContain('"method":"POST","route":"/","status":200');
    expect(served.log()).not.toContain(SECRET);
  });
});

describe('the start', () => {
  async function failure(env: Record<string, string>) {
    const { output, exit } = runBundle(folder, { PORT: '0', ...env });
    expect(await exit).toBe(1);
    expect(output.stdout).toBe('');
    return output.stderr;
  }

  test.each(['', 'http', '-1', '65536', '80.5', '0x50', '8080 ', '1e3'])(
    'PORT="%s" ends it in a line',
    async (PORT) => {
      expect(await failure({ PORT })).toBe(
        `movie-sentiment: PORT is "${PORT}"; expected an integer from 0 to 65535\n`,
      );
    },
  );

  test.each(['', '0', '-1', '1.5', '3601', '8s', '1e1'])(
    'SHUTDOWN_SECONDS="%s" ends it in a line',
    async (SHUTDOWN_SECONDS) => {
      expect(await failure({ SHUTDOWN_SECONDS })).toBe(
        `movie-sentiment: SHUTDOWN_SECONDS is "${SHUTDOWN_SECONDS}"; expected an integer from 1 to 3600\n`,
      );
    },
  );

  test.each([
    [
      'CORS_ORIGIN',
      'example.com',
      'expected "*" alone, or origins such as https://example.com between commas',
    ],
    ['CORS_ORIGIN', 'https://a.example/path', 'expected "*" alone, or origins'],
    ['MEMORY_LIMIT_MB', '192Mi', 'expected a whole number of megabytes such as 192'],
    ['WORKERS', 'two', 'expected a number of worker threads from 0 to 64'],
    ['WORKERS', '-1', 'expected a number of worker threads from 0 to 64'],
    ['WORKERS', '65', 'expected a number of worker threads from 0 to 64'],
    ['CE_SOURCE', 'not a uri', 'expected a URI reference such as /movie-sentiment'],
  ])('%s="%s" ends it in a line', async (name, value, expected) => {
    const line = await failure({ [name]: value });
    expect(line).toContain(`"${value}"; ${expected}`);
    expect(line.trim().split('\n')).toHaveLength(1);
  });

  test('a port in use ends it in a line', async () => {
    const PORT = String(served.port);
    expect(await failure({ PORT })).toMatch(/^movie-sentiment: cannot listen on port \d+: .*EADDRINUSE.*\n$/);
  });

  test('a model that is missing, a folder, a named pipe or garbage ends it in a line', async () => {
    const garbage = join(scratch, 'garbage.bin');
    await writeFile(garbage, 'garbage');
    const pipe = join(scratch, 'pipe');
    execFileSync('mkfifo', [pipe]);
    for (const MODEL of [join(scratch, 'none.bin'), scratch, pipe, garbage]) {
      expect(await failure({ MODEL })).toMatch(/^movie-sentiment: cannot load the model .+: .+\n$/);
    }
  });

  test('MODEL names another model file', async () => {
    const MODEL = join(scratch, 'other.bin');
    const { header, arrays } = decodeModel(await readFile(join(folder, 'model.bin')));
    const bytes = encodeModel({ ...header, settings: { ...header.settings, changed: 1 } }, arrays);
    await writeFile(MODEL, bytes);
    const { name } = loadClassifier(bytes);
    expect(name).not.toBe(modelName);
    const other = await serveBundle(folder, { MODEL });
    expect(JSON.parse((await post(other.port, 'Fine.')).body).model).toBe(name);
  });
});

describe('the stop', () => {
  test.each(['SIGTERM', 'SIGINT'] as const)(
    '%s: every request on an open connection is answered',
    async (signal) => {
      const { child, port, exit, log } = await serveBundle(folder);
      const agent = new Agent({ keepAlive: true, maxSockets: 1 });
      expect(await post(port, 'First.', agent)).toMatchObject({ status: 200, connection: 'keep-alive' });
      const inFlight = open(port);
      inFlight.request.write('{"mytext":');
      await once(inFlight.request, 'socket');
      await sleep(50);

      child.kill(signal);
      while (!log().includes('"stopping"')) await sleep(5);
      child.kill(signal); // as npm does with Ctrl-C, which the terminal has sent already
      expect((await fetch(`http://127.0.0.1:${port}/health/readiness`)).status).toBe(503);

      const later = open(port, agent);
      later.request.end('{"mytext":"Later."}');
      expect(await later.reply).toMatchObject({ status: 200, connection: 'close' });
      expect(later.request.reusedSocket).toBe(true);

      // Longer than requests are still taken.
      await sleep(700);
      inFlight.request.end('"In flight."}');
      expect(await inFlight.reply).toMatchObject({ status: 200, connection: 'close' });
      expect(await exit).toBe(0);
    },
  );

  test('a stream is answered to its end, however long after the signal', async () => {
    const { child, port, exit, log } = await serveBundle(folder);
    const request = httpRequest({
      port,
      path: '/batch',
      method: 'POST',
      headers: { 'content-type': 'application/x-ndjson' },
    });
    request.write('{"mytext":"First.","id":1}\n');
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    child.kill('SIGTERM');
    while (!log().includes('"stopping"')) await sleep(5);
    await sleep(700); // longer than requests are still taken
    request.end('{"mytext":"Last.","id":2}');
    const ids = (await readAll(response))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).id);
    expect(ids).toEqual([1, 2]);
    expect(await exit).toBe(0);
  });

  test('without connections it takes no time', async () => {
    const { child, exit } = await serveBundle(folder);
    const start = performance.now();
    child.kill('SIGTERM');
    expect(await exit).toBe(0);
    expect(performance.now() - start).toBeLessThan(2000);
  });

  test('without requests it takes no time, also with connections that nobody uses', async () => {
    const { child, port, exit } = await serveBundle(folder);
    const agent = new Agent({ keepAlive: true });
    await post(port, 'Once.', agent);
    const unused = connect(port, '127.0.0.1');
    await once(unused, 'connect');
    await sleep(50);

    const start = performance.now();
    child.kill('SIGTERM');
    expect(await exit).toBe(0);
    expect(performance.now() - start).toBeLessThan(2000);
  });
});
