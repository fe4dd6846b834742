import { PassThrough, Readable } from 'node:stream';
import { describe, expect, test, vi } from 'vitest';
import { bodyCost, createMemoryBudget, type MemoryPool } from '../../../functions/memory/budget.ts';
import { readBody } from '../../../functions/memory/read-body.ts';

const MIB = 2 ** 20;
const poolOf = (numBytes: number): MemoryPool => createMemoryBudget(2 * numBytes).bodies;
const bytes = (length: number): Buffer => Buffer.alloc(length, 'a');
const announce = (length: number) => ({ 'content-length': String(length) });

describe('a body', () => {
  test('comes whole, and takes memory until that is released', async () => {
    const pool = poolOf(10 * MIB);
    const body = Readable.from([Buffer.from('{"my'), Buffer.from('text":1}')]);
    const { bytes, reservation } = await readBody(body, announce(12), pool);
    expect(bytes.toString()).toBe('{"mytext":1}');
    expect(pool.freeBytes()).toBe(pool.totalBytes - bodyCost(12));
    reservation.release();
    expect(pool.freeBytes()).toBe(pool.totalBytes);
  });

  test('of unknown length reserves as it comes', async () => {
    const pool = poolOf(10 * MIB);
    const { bytes: all, reservation } = await readBody(Readable.from([bytes(100), bytes(150)]), {}, pool);
    expect(all).toHaveLength(250);
    expect(pool.totalBytes - pool.freeBytes()).toBeGreaterThanOrEqual(bodyCost(250));
    reservation.release();
    expect(pool.freeBytes()).toBe(pool.totalBytes);
  });

  test('of a length that is no number reserves as it comes', async () => {
    const pool = poolOf(10 * MIB);
    const headers = { 'content-length': 'application/json' };
    const { bytes: all } = await readBody(Readable.from([bytes(100)]), headers, pool);
    expect(all).toHaveLength(100);
  });

  test('is none where nothing comes', async () => {
    const { bytes: none } = await readBody(Readable.from([]), {}, poolOf(MIB));
    expect(none).toHaveLength(0);
  });
});

describe('a body that is held back', () => {
  test('is asked for once there is room for it', async () => {
    const pool = poolOf(MIB);
    const body = new PassThrough();
    const ask = () => {
      expect(pool.totalBytes - pool.freeBytes()).toBe(bodyCost(2));
      body.end('{}');
    };
    expect((await readBody(body, announce(2), pool, ask)).bytes.toString()).toBe('{}');
  });

  test.each([
    ['too large', MIB + 1, 'body-too-large'],
    ['too large for the memory that is free', MIB, 'overloaded'],
  ])('is not asked for where it is %s', async (_name, length, type) => {
    const pool = poolOf(type === 'overloaded' ? MIB : 4 * MIB);
    const ask = vi.fn();
    await expect(readBody(new PassThrough(), announce(length), pool, ask)).rejects.toMatchObject({ type });
    expect(ask).not.toHaveBeenCalled();
    expect(pool.freeBytes()).toBe(pool.totalBytes);
  });
});

describe('a body is refused, and gives its memory back,', () => {
  test.each([
    ['as it announces to be too large', announce(MIB + 1), [bytes(MIB), bytes(1)], 'body-too-large'],
    ['as it turns out too large', {}, [bytes(MIB), bytes(1)], 'body-too-large'],
    ['when it does not fit', announce(MIB), [bytes(MIB)], 'overloaded'],
    ['when it turns out not to fit', {}, Array.from({ length: 16 }, () => bytes(65_536)), 'overloaded'],
    ['when it is shorter than it announced', announce(10), [bytes(9)], 'malformed-request'],
    ['when it is longer than it announced', announce(10), [bytes(11)], 'malformed-request'],
  ])('%s', async (_name, headers, chunks, type) => {
    const pool = poolOf(type === 'body-too-large' ? 4 * MIB : MIB);
    await expect(readBody(Readable.from(chunks), headers, pool)).rejects.toMatchObject({ type });
    expect(pool.freeBytes()).toBe(pool.totalBytes);
  });

  test('when its client leaves in the middle', async () => {
    const pool = poolOf(MIB);
    const body = new PassThrough();
    body.write('half');
    const reading = readBody(body, announce(8), pool);
    body.destroy(new Error('aborted'));
    await expect(reading).rejects.toMatchObject({ type: 'malformed-request' });
    expect(pool.freeBytes()).toBe(pool.totalBytes);
  });

  test('after its end, so that proxies do not lose the answer', async () => {
    const body = new PassThrough();
    let isRefused = false;
    const reading = readBody(body, announce(2 * MIB), poolOf(MIB)).catch(() => {
      isRefused = true;
    });
    body.write(bytes(MIB));
    await new Promise(setImmediate);
    expect(isRefused).toBe(false);
    body.end(bytes(MIB));
    await reading;
    expect(isRefused).toBe(true);
  });

  test('before its end when that does not come, and the stream stays open for the answer', async () => {
    async function* endless() {
      for (;;) yield bytes(MIB);
    }
    const body = Readable.from(endless());
    await expect(readBody(body, {}, poolOf(4 * MIB))).rejects.toMatchObject({ type: 'body-too-large' });
    expect(body.destroyed).toBe(false);
    body.destroy();
  });
});
