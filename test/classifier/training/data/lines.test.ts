import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MAX_RECORD_BYTES, readBlocks, readLines } from '../../../../classifier/training/data/lines.ts';
import { collect } from '../../../helpers/collect.ts';

const encode = (text: string) => new TextEncoder().encode(text);

/** The bytes in pieces of `size`, so that characters are cut as they are in a stream. */
function cut(bytes: Uint8Array, size: number): Uint8Array[] {
  const chunks = [];
  for (let i = 0; i < bytes.length; i += size) chunks.push(bytes.subarray(i, i + size));
  return chunks;
}

const textsOf = async (chunks: Uint8Array[]) =>
  (await collect(readLines({ name: 'f.txt', chunks }))).map(({ text }) => text);

describe('readLines', () => {
  test('ends lines at LF and CR LF, with or without one at the end', async () => {
    expect(await textsOf([encode('a\r\n\nb\rc\n')])).toEqual(['a', '', 'b\rc']);
    expect(await textsOf([encode('a\nb')])).toEqual(['a', 'b']);
    expect(await textsOf([])).toEqual([]);
  });

  test('counts lines from 1', async () => {
    const lines = await collect(readLines({ name: 'f.txt', chunks: cut(encode('a\nb\nc'), 2) }));
    expect(lines.map(({ line }) => line)).toEqual([1, 2, 3]);
  });

  test('drops a byte order mark at the start of the file and nowhere else', async () => {
    expect(await textsOf(cut(encode('\ufeffa\n\ufeffb'), 1))).toEqual(['a', '\ufeffb']);
  });

  test('keeps NUL bytes', async () => {
    expect(await textsOf([encode('a\0b\n')])).toEqual(['a\0b']);
  });

  test('gives the same lines however the bytes are cut', async () => {
    const texts = fc.array(
      fc.string({ unit: 'binary' }).map((text) => text.replace(/[\r\n\ufeff]/g, '')),
      { minLength: 1 },
    );
    await fc.assert(
      fc.asyncProperty(texts, fc.integer({ min: 1, max: 5 }), async (lines, size) => {
        expect(await textsOf(cut(encode(lines.map((line) => `${line}\n`).join('')), size))).toEqual(lines);
      }),
    );
  });
});

describe('readBlocks', () => {
  const consume = (chunks: Uint8Array[]) => collect(readBlocks({ name: 'f.txt', chunks }));

  test.each([1, 3, 100])('names the line that is not UTF-8, in chunks of %i bytes', async (size) => {
    const bytes = new Uint8Array([...encode('ok\nä\n'), 0xe4, 0x0a, ...encode('ok\n')]);
    await expect(consume(cut(bytes, size))).rejects.toThrow('f.txt, line 3: the bytes are not valid UTF-8');
  });

  test('names the last line when a character is cut off at the end of the file', async () => {
    await expect(consume([encode('a\nb\n'), new Uint8Array([0xc3])])).rejects.toThrow('f.txt, line 3: ');
  });

  test('refuses a line without an end, so that memory stays bounded', async () => {
    const chunks = ['a\n', ...Array(20).fill('x'.repeat(MAX_RECORD_BYTES / 16))].map(encode);
    await expect(consume(chunks)).rejects.toThrow(
      `f.txt, line 2: the line is longer than ${MAX_RECORD_BYTES} bytes`,
    );
  });
});
