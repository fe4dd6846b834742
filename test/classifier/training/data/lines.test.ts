import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MAX_RECORD_BYTES, readBlocks, readLines } from '../../../../classifier/training/data/lines.ts';
import { anyCharacter } from '../../../helpers/any-text.ts';

const encode = (text: string) => new TextEncoder().encode(text);

/** The bytes in pieces of `size`, so that characters are cut as they are in a stream. */
function cut(bytes: Uint8Array, size: number): Uint8Array[] {
  const chunks = [];
  for (let i = 0; i < bytes.length; i += size) chunks.push(bytes.subarray(i, i + size));
  return chunks;
}

const textsOf = async (chunks: Uint8Array[]) =>
  (await Array.fromAsync(readLines({ name: 'f.txt', chunks }))).map(({ text }) => text);

describe('readLines', () => {
  test('ends lines at LF and CR LF, with or without one at the end', async () => {
    expect(await textsOf([encode('a\r\n\nb\rc\n')])).toEqual(['a', '', 'b\rc']);
    expect(await textsOf([encode('a\nb')])).toEqual(['a', 'b']);
    expect(await textsOf([])).toEqual([]);
  });

  test('counts lines from 1', async () => {
    const lines = await Array.fromAsync(readLines({ name: 'f.txt', chunks: cut(encode('a\nb\nc'), 2) }));
    expect(lines.map(({ line }) => line)).toEqual([1, 2, 3]);
  });

  test('drops a byte order mark at the start of the file and nowhere else', async () => {
    expect(await textsOf(cut(encode('\ufeffa\n\ufeffb'), 1))).toEqual(['a', '\ufeffb']);
  });

  test('keeps NUL bytes within a line', async () => {
    expect(await textsOf([encode('a\0b\n')])).toEqual(['a\0b']);
  });

  test('ends lines at CR where the first line ends in CR alone, as on an old Mac', async () => {
    for (const size of [1, 2, 100]) {
      expect(await textsOf(cut(encode('a\r\rb\r\nc\rd'), size))).toEqual(['a', '', 'b', 'c', 'd']);
      expect(await textsOf(cut(encode('a\r'), size))).toEqual(['a']);
    }
  });

  test('leaves the bytes of a file from an old Mac as they are', async () => {
    const bytes = encode('a\rb\r');
    await textsOf([bytes]);
    expect(bytes).toEqual(encode('a\rb\r'));
  });

  test('gives the same lines however the bytes are cut', async () => {
    const texts = fc.array(
      fc.string({ unit: anyCharacter }).map((text) => text.replace(/[\r\n\ufeff]|^\0+|\0+$/g, '')),
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
  const consume = (chunks: Uint8Array[]) => Array.fromAsync(readBlocks({ name: 'f.txt', chunks }));

  test.each([1, 3, 100])('names the line that is not UTF-8, in chunks of %i bytes', async (size) => {
    const bytes = new Uint8Array([...encode('ok\nä\n'), 0xe4, 0x0a, ...encode('ok\n')]);
    await expect(consume(cut(bytes, size))).rejects.toThrow('f.txt, line 3: the bytes are not valid UTF-8');
  });

  describe.each([1, 2, 3, 1000])('in chunks of %i bytes', (size) => {
    const refuse = (bytes: Uint8Array, problem: string) =>
      expect(consume(cut(bytes, size))).rejects.toThrow(problem);
    const littleEndian = (text: string) => Buffer.from(text, 'utf16le');
    const bigEndian = (text: string) => littleEndian(text).swap16();

    test.each([
      ['lines of English', 'text\nGood film\n'],
      ['lines of Windows', 'text\r\nGood film\r\n'],
      ['lines of an old Mac', 'text\rGood film\r'],
      ['a line without an end', 'Good film.'],
      ['Russian', 'Хороший фильм.\nПлохой фильм.\n'],
    ])('refuses UTF-16 without a byte order mark: %s', async (_, text) => {
      const problem = 'begins or ends with a NUL byte, as in UTF-16; expected a file saved as UTF-8';
      await refuse(littleEndian(text), problem);
      await refuse(bigEndian(text), problem);
    });

    test('refuses UTF-16 with a byte order mark', async () => {
      const problem = 'f.txt, line 1: the file has a byte order mark of UTF-16; expected UTF-8';
      await refuse(littleEndian('\ufeffGood\n'), problem);
      await refuse(bigEndian('\ufeffGood\n'), problem);
    });

    test('names the line that begins with a NUL', async () => {
      await refuse(encode('a\nb\n\0c\n'), 'f.txt, line 3: ');
      await refuse(encode('a\nb\0\nc\n'), 'f.txt, line 2: ');
    });
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
