import { brotliCompressSync, deflateSync, gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { LIMITS } from '../../../functions/contract/limits.ts';
import { createMemoryBudget } from '../../../functions/memory/budget.ts';
import { decompressBody } from '../../../functions/memory/decompress-body.ts';
import { decoderOf } from '../../../functions/wire/content-coding.ts';
import { appWith, expectProblem, inject } from '../../helpers/inject.ts';

const json = { 'content-type': 'application/json' };
const body = JSON.stringify({ mytext: 'A dull film.' });
const app = appWith({ compressesAnswers: true, hasInferenceProtocol: true });

const post = (payload: Buffer | string, coding: string, url = '/') =>
  inject(app, { method: 'POST', url, headers: { ...json, 'content-encoding': coding }, payload });

describe('a body', () => {
  test.each([
    ['gzip', gzipSync(body)],
    ['x-gzip', gzipSync(body)],
    ['GZIP', gzipSync(body)],
    ['deflate', deflateSync(body)],
    ['identity, gzip', gzipSync(body)],
    ['', body],
    [' ', body],
    [',', body],
    ['identity', body],
    ['Identity, identity', body],
  ])('in the coding "%s" is read', async (coding, payload) => {
    expect((await post(payload, coding)).statusCode).toBe(200);
  });

  test('is read on every route', async () => {
    const batch = gzipSync('{"mytexts":["Fine."]}');
    expect((await post(batch, 'gzip', '/batch')).statusCode).toBe(200);
    const inference = { inputs: [{ name: 'mytext', datatype: 'BYTES', shape: [1], data: ['Fine.'] }] };
    const infer = gzipSync(JSON.stringify(inference));
    expect((await post(infer, 'gzip', '/v2/models/movie-sentiment/infer')).statusCode).toBe(200);
    const event = { specversion: '1.0', id: '1', source: '/a', type: 'b', data: { mytext: 'Fine.' } };
    const headers = { 'content-type': 'application/cloudevents+json', 'content-encoding': 'gzip' };
    const payload = gzipSync(JSON.stringify(event));
    expect((await inject(app, { method: 'POST', url: '/', headers, payload })).statusCode).toBe(200);
  });

  test.each(['br', 'identity, br', 'gzip, gzip', 'x', '*', 'gzip;q=1', 'constructor'])(
    'in the coding "%s" is refused',
    async (coding) => {
      const reply = await post(brotliCompressSync(body), coding);
      expectProblem(reply, 'unsupported-media-type');
      expect(reply.json().detail).toContain('gzip or deflate');
    },
  );

  test.each([
    ['no gzip', Buffer.from(body), 'gzip'],
    ['a gzip broken off', gzipSync(body).subarray(0, -3), 'gzip'],
    [
      'a gzip with a wrong checksum',
      Buffer.concat([gzipSync(body).subarray(0, -8), Buffer.alloc(8)]),
      'gzip',
    ],
    ['gzip as deflate', gzipSync(body), 'deflate'],
  ])('that is %s is refused', async (_, payload, coding) => {
    expectProblem(await post(payload, coding), 'invalid-encoding');
  });

  test('of nothing is empty', async () => {
    expectProblem(await post('', 'gzip'), 'empty-body');
    expectProblem(await post(gzipSync(''), 'gzip'), 'empty-body');
  });

  test('that decompresses to more than a body may have is too large', async () => {
    const bomb = gzipSync(Buffer.alloc(100 * LIMITS.bodyBytes));
    expect(bomb.length).toBeLessThan(LIMITS.bodyBytes);
    expectProblem(await post(bomb, 'gzip'), 'body-too-large');
    const largest = `{"mytext":"${'a'.repeat(LIMITS.bodyBytes - 13)}"}`;
    expectProblem(await post(gzipSync(largest), 'gzip'), 'text-too-long', '/mytext');
    expectProblem(await post(gzipSync(`${largest} `), 'gzip'), 'body-too-large');
  });
});

describe('the memory of a compressed body', () => {
  const received = (bytes: Buffer) => ({ bytes, reservation: { release() {} } });
  const decoder = decoderOf('gzip')!;

  test('is reserved for the bytes that it has once it is decompressed, and given back', async () => {
    const { bodies } = createMemoryBudget(8 * LIMITS.bodyBytes);
    const { bytes, reservation } = await decompressBody(
      received(gzipSync('a'.repeat(500_000))),
      decoder,
      bodies,
    );
    expect(bytes.toString()).toBe('a'.repeat(500_000));
    expect(bodies.totalBytes - bodies.freeBytes()).toBeGreaterThan(1_000_000);
    reservation.release();
    expect(bodies.freeBytes()).toBe(bodies.totalBytes);
  });

  test('that is not free is refused, and none is kept', async () => {
    const { bodies } = createMemoryBudget(1_000_000);
    const body = received(gzipSync('a'.repeat(500_000)));
    await expect(decompressBody(body, decoder, bodies)).rejects.toMatchObject({ type: 'overloaded' });
    expect(bodies.freeBytes()).toBe(bodies.totalBytes);
  });
});

describe('an answer', () => {
  const get = (url: string, accept?: string, on = app) =>
    on.inject({ url, headers: accept === undefined ? {} : { 'accept-encoding': accept } });

  test.each(['gzip', 'gzip, deflate, br, zstd', '*', 'br;q=1, gzip;q=0.5'])(
    'is in gzip for who accepts "%s"',
    async (accept) => {
      const reply = await get('/openapi.json', accept);
      expect(reply.headers).toMatchObject({ 'content-encoding': 'gzip', vary: 'Accept-Encoding' });
      const plain = (await get('/openapi.json')).body;
      expect(gunzipSync(reply.rawPayload).toString()).toBe(plain);
      expect(reply.rawPayload.length).toBeLessThan(plain.length / 4);
    },
  );

  test.each([undefined, '', 'identity', 'br', 'gzip;q=0', 'gzip;q=0.1, identity'])(
    'is as it is for who accepts "%s"',
    async (accept) => {
      const reply = await get('/openapi.json', accept);
      expect(reply.headers['content-encoding']).toBeUndefined();
      expect(reply.headers.vary).toBe('Accept-Encoding');
      expect(reply.json()).toHaveProperty('openapi');
    },
  );

  test('is as it is where many are compressed already, so that they do not fill the memory', async () => {
    const replies = await Promise.all(Array.from({ length: 50 }, () => get('/openapi.json', 'gzip')));
    const codings = replies.map(({ headers }) => headers['content-encoding']);
    expect(codings.filter((coding) => coding === 'gzip').length).toBeGreaterThanOrEqual(4);
    expect(codings).toContain(undefined);
    for (const [i, reply] of replies.entries()) {
      const bytes = codings[i] === 'gzip' ? gunzipSync(reply.rawPayload) : reply.rawPayload;
      expect(JSON.parse(bytes.toString())).toHaveProperty('openapi');
    }
    expect((await get('/openapi.json', 'gzip')).headers['content-encoding']).toBe('gzip');
  });

  test('is as it is where it is short, or has no body', async () => {
    const short = await get('/health/liveness', 'gzip');
    expect(short.headers['content-encoding']).toBeUndefined();
    expect(short.headers.vary).toBeUndefined();
    const headers = { 'accept-encoding': 'gzip' };
    const head = await app.inject({ method: 'HEAD', url: '/openapi.json', headers });
    expect(head.headers['content-encoding']).toBeUndefined();
  });

  test('has a weak ETag in gzip, which is known again', async () => {
    const headers = { 'accept-encoding': 'gzip', accept: 'text/html' };
    const page = await app.inject({ url: '/', headers });
    expect(page.headers.etag).toMatch(/^W\/"/);
    const again = { ...headers, 'if-none-match': String(page.headers.etag) };
    expect((await app.inject({ url: '/', headers: again })).statusCode).toBe(304);
  });

  test('in chunks is in gzip too', async () => {
    const headers = { ...json, 'accept-encoding': 'gzip' };
    const mytexts = Array.from({ length: 50 }, () => 'Fine.');
    const reply = await app.inject({ method: 'POST', url: '/batch', headers, payload: { mytexts } });
    expect(reply.headers['content-encoding']).toBe('gzip');
    expect(JSON.parse(gunzipSync(reply.rawPayload).toString()).results).toHaveLength(50);
  });

  test('is never compressed by an edge that does not ask for that', async () => {
    expect((await get('/openapi.json', 'gzip', appWith())).headers['content-encoding']).toBeUndefined();
  });
});
