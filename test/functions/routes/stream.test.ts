import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, test, vi } from 'vitest';
import { LIMITS } from '../../../functions/contract/limits.ts';
import { SECRET } from '../../helpers/bad-inputs.ts';
import { FAKE_RESULT, fakeClassifier } from '../../helpers/fake-classifier.ts';
import { appWith, expectProblem, postJson } from '../../helpers/inject.ts';

const app = appWith();
const NDJSON = { 'content-type': 'application/x-ndjson' };

function post(body: string | Buffer, headers: Record<string, string> = {}, query = '', to = app) {
  return postJson(to, `/batch${query}`, body, { headers: { ...NDJSON, ...headers } });
}

/** The lines of the answer to these lines. */
async function answersTo(body: string | Buffer, query = '', to = app) {
  const reply = await post(body, {}, query, to);
  expect(reply.statusCode).toBe(200);
  return reply.body
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line));
}

describe('POST /batch as NDJSON', () => {
  test('each line is answered by a line, in order, with its id', async () => {
    const classifier = fakeClassifier((text) => ({ ...FAKE_RESULT, label: Number(text) }));
    const body = '{"mytext":"3","id":"a"}\n{"id":7,"mytext":"0"}\n{"mytext":"2","id":null}\n{"mytext":"4"}\n';
    expect(await answersTo(body, '', appWith({ classifier }))).toEqual([
      { id: 'a', ...FAKE_RESULT, label: 3 },
      { id: 7, ...FAKE_RESULT, label: 0 },
      { id: null, ...FAKE_RESULT, label: 2 },
      { ...FAKE_RESULT, label: 4 },
    ]);
  });

  test('the answer is NDJSON too', async () => {
    const reply = await post('{"mytext":"Fine."}\n', { accept: 'application/x-ndjson, */*;q=0.1' });
    expect(reply.headers['content-type']).toBe('application/x-ndjson');
    expect(reply.headers.vary).toBe('Accept');
  });

  test('an empty stream has an empty answer', async () => {
    expect((await post('')).statusCode).toBe(200);
    expect((await post('')).body).toBe('');
    expect(await answersTo('\n \r\n\t\n')).toEqual([]);
  });

  test('a bad line fails alone, with its id where it can be read', async () => {
    const lines = [
      '{"mytext":"Fine.","id":1}',
      `{"mytext":"${SECRET}`,
      '{"id":3}',
      '{"mytext":"","id":"four"}',
      '{"mytext":5,"id":5}',
      '[]',
      '{"mytext":"a","id":true}',
      '{"mytext":"a","id":9007199254740993}',
      JSON.stringify({ mytext: 'a'.repeat(LIMITS.textCharacters + 1), id: 9 }),
      '{"mytext":"Fine.","id":10}',
    ];
    const answers = await answersTo(lines.join('\n'));
    expect(answers).toMatchObject([
      { id: 1, ...FAKE_RESULT },
      { error: { type: '/problems/malformed-json' } },
      { id: 3, error: { type: '/problems/missing-text', pointer: '/mytext' } },
      { id: 'four', error: { type: '/problems/empty-text', pointer: '/mytext' } },
      { id: 5, error: { type: '/problems/invalid-text', pointer: '/mytext' } },
      { error: { type: '/problems/invalid-body' } },
      { error: { type: '/problems/invalid-id', pointer: '/id' } },
      { error: { type: '/problems/invalid-id', pointer: '/id' } },
      { id: 9, error: { type: '/problems/text-too-long', status: 413, pointer: '/mytext' } },
      { id: 10, ...FAKE_RESULT },
    ]);
    expect(answers[1].error.detail).toMatch(/^Line 2 /);
    expect(answers[5].error.detail).toMatch(/^Line 6 /);
    expect(JSON.stringify(answers)).not.toContain(SECRET);
  });

  test('a line of 256 KiB is taken, a longer one fails alone', async () => {
    const line = '{"mytext":"Fine."}';
    const longest = line.padEnd(LIMITS.lineBytes);
    const answers = await answersTo(`${longest}\n${longest} \n${'a'.repeat(300_000)}\n${line}\n`);
    expect(answers).toMatchObject([
      FAKE_RESULT,
      { error: { type: '/problems/line-too-long', status: 413, detail: expect.stringMatching(/^Line 2 /) } },
      { error: { type: '/problems/line-too-long', detail: expect.stringMatching(/^Line 3 /) } },
      FAKE_RESULT,
    ]);
  });

  test('blank lines are passed over but counted, and CRLF ends a line as LF does', async () => {
    const answers = await answersTo('\r\n{"mytext":"Fine."}\r\n\n  \t\n{}\r\n');
    expect(answers).toMatchObject([FAKE_RESULT, { error: { detail: expect.stringMatching(/^Line 5 /) } }]);
  });

  test('the last line needs no end', async () => {
    expect(await answersTo('{"mytext":"One."}\n{"mytext":"Two."}')).toEqual([FAKE_RESULT, FAKE_RESULT]);
  });

  test('a line that is not UTF-8 fails alone', async () => {
    const bad = Buffer.from('{"mytext":"é"}', 'latin1');
    const good = Buffer.from('{"mytext":"é"}');
    const answers = await answersTo(Buffer.concat([bad, Buffer.from('\n'), good]));
    expect(answers).toMatchObject([{ error: { type: '/problems/invalid-utf-8' } }, FAKE_RESULT]);
  });

  test('"explain" and "sentences" apply to each line', async () => {
    const [answer] = await answersTo('{"mytext":"Fine."}\n', '?explain=true&sentences=true');
    expect(answer).toMatchObject({ explanation: [{ text: 'Fine.' }], sentences: [{ start: 0 }] });
    expectProblem(await post('{"mytext":"Fine."}\n', {}, '?sentences=1'), 'invalid-query');
  });

  test('more lines than a batch may have texts, and more bytes than a body, are answered', async () => {
    const numLines = 2 * LIMITS.batchTexts;
    const line = `${JSON.stringify({ mytext: 'a'.repeat(1000) })}\n`;
    expect(await answersTo(line.repeat(numLines))).toHaveLength(numLines);
  });

  test('another answer, another charset and a compressed body are refused', async () => {
    expectProblem(await post('', { accept: 'application/json' }), 'not-acceptable');
    for (const type of ['application/x-ndjson; charset=utf-16', 'application/x-ndjson-seq']) {
      expectProblem(await post('', { 'content-type': type }), 'unsupported-media-type');
    }
    expectProblem(await post('', { 'content-encoding': 'br' }), 'unsupported-media-type');
  });

  test.each(['application/ndjson', 'application/jsonl', 'Application/JSONL; charset=utf-8'])(
    'the type %s is NDJSON too, and that of the answer',
    async (type) => {
      const reply = await post('{"mytext":"Fine."}\n', { 'content-type': type });
      expect(reply.statusCode).toBe(200);
      expect(reply.headers['content-type']).toBe(type.toLowerCase().split(';')[0]);
      const asked = await post('{"mytext":"Fine."}\n', {
        'content-type': type,
        accept: 'application/x-ndjson',
      });
      expect(asked.headers['content-type']).toBe('application/x-ndjson');
    },
  );

  test.each([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
  ])('a stream in %s is answered', async (coding, compress) => {
    const lines = '{"mytext":"Fine."}\n'.repeat(2000);
    const reply = await post(compress(lines), { 'content-encoding': coding });
    expect(reply.statusCode).toBe(200);
    expect(reply.body.trim().split('\n')).toHaveLength(2000);
  });

  test('a stream that is not in the coding it promises ends with an error in its last line', async () => {
    const whole = gzipSync('{"mytext":"Fine."}\n');
    for (const body of [Buffer.from('{"mytext":"Fine."}\n'), whole.subarray(0, -4)]) {
      const reply = await post(body, { 'content-encoding': 'gzip' });
      expect(reply.statusCode).toBe(200);
      expect(JSON.parse(reply.body.trim().split('\n').at(-1)!)).toMatchObject({
        error: { type: '/problems/invalid-encoding', status: 400, line: expect.any(Number) },
      });
    }
  });

  test.each([
    ['a line without end', 'gzip', gzipSync(Buffer.alloc(50_000_000, 'a'))],
    ['blank lines', 'deflate', deflateSync(Buffer.alloc(50_000_000, '\n'))],
  ])(
    'a stream that decompresses to far more than was sent, %s, is ended with an error',
    async (_, coding, bomb) => {
      const reply = await post(bomb, { 'content-encoding': coding });
      expect(reply.statusCode).toBe(200);
      expect(JSON.parse(reply.body.trim().split('\n').at(-1)!)).toMatchObject({
        error: { type: '/problems/body-too-large', status: 413, line: expect.any(Number) },
      });
    },
  );

  test('a stream that is compressed well is read to its end, however long it is', async () => {
    const lines = Array.from({ length: 20_000 }, (_, i) => `{"mytext":"The film number ${i} is fine."}\n`);
    const body = gzipSync(lines.join(''));
    expect(lines.join('').length / body.length).toBeGreaterThan(10);
    const reply = await post(body, { 'content-encoding': 'gzip' });
    expect(reply.body.trim().split('\n')).toHaveLength(lines.length);
    expect(reply.body).not.toContain('error');
  });

  test('UTF-8 has its other names, and an empty encoding is none', async () => {
    const headers = {
      accept: 'application/x-ndjson;charset=utf8',
      'content-type': 'application/x-ndjson; charset=us-ascii',
      'content-encoding': '',
    };
    expect((await post('{"mytext":"Fine."}\n', headers)).statusCode).toBe(200);
  });

  test('lines are answered before the stream has ended', async () => {
    await using server = await listen(app);
    const body = new TransformStream<Uint8Array, Uint8Array>();
    const writer = body.writable.getWriter();
    void writer.write(Buffer.from('{"mytext":"One.","id":1}\n{"mytext":"Tw'));
    const reply = await fetch(`${server.url}/batch`, {
      method: 'POST',
      headers: NDJSON,
      body: body.readable,
      duplex: 'half',
    } as RequestInit);
    const reader = Readable.fromWeb(reply.body as never)
      .setEncoding('utf8')
      [Symbol.asyncIterator]();
    expect(JSON.parse((await reader.next()).value)).toEqual({ id: 1, ...FAKE_RESULT });
    void writer.write(Buffer.from('o.","id":2}\n'));
    expect(JSON.parse((await reader.next()).value)).toEqual({ id: 2, ...FAKE_RESULT });
    await writer.close();
    expect((await reader.next()).done).toBe(true);
  });

  test('a failure inside breaks the stream off, so that no one takes it for whole', async () => {
    const classifier = fakeClassifier((text) => {
      if (text === 'Two.') throw new Error('weights are missing');
      return FAKE_RESULT;
    });
    const log: string[] = [];
    const logger = { stream: { write: (line: string) => log.push(line) } };
    await using server = await listen(appWith({ classifier, logger }));
    const request = httpRequest(`${server.url}/batch`, { method: 'POST', headers: NDJSON });
    request.on('error', () => {});
    request.write('{"mytext":"One."}\n');
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    expect((await once(response, 'data')).join()).toContain('"label":1');
    request.write('{"mytext":"Two."}\n');
    await expect(text(response)).rejects.toThrow();
    await vi.waitFor(() => expect(log.join('')).toContain('"problem":"aborted"'));
    expect(log.join('')).toContain('weights are missing');
  });

  test('a failure before the first result is an error like others', async () => {
    const classifier = fakeClassifier(() => {
      throw new Error('weights are missing');
    });
    await using server = await listen(appWith({ classifier }));
    const body = '{"mytext":"One."}\n';
    const reply = await fetch(`${server.url}/batch`, { method: 'POST', headers: NDJSON, body });
    expect(reply.status).toBe(500);
    expect(await reply.json()).toMatchObject({ type: '/problems/internal-error' });
  });
});

/** An app that listens on a free port until it goes out of scope. */
async function listen(app: ReturnType<typeof appWith>) {
  const url = await app.listen({ port: 0 });
  return { url, [Symbol.asyncDispose]: () => app.close() };
}
