import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Line, readLines } from '../../../functions/wire/read-lines.ts';

async function* chunksOf(bytes: Uint8Array, borders: readonly number[]): AsyncGenerator<Uint8Array> {
  const sorted = [0, ...borders.map((border) => border % (bytes.length + 1)), bytes.length].sort(
    (a, b) => a - b,
  );
  for (const [i, start] of sorted.slice(0, -1).entries()) yield bytes.subarray(start, sorted[i + 1]);
}

/** Limits of lines whose memory is always free. */
const upTo = (maxBytes: number) => ({
  maxBytes,
  shortBytes: maxBytes,
  reserveLong: () => undefined,
});
const shown = (line: Line): string => (typeof line === 'string' ? `(${line})` : Buffer.from(line).toString());

/** All lines of a text that comes in these chunks, as text again, or in brackets why there are none. */
async function linesOf(text: string, maxBytes: number, borders: readonly number[] = []) {
  const lines: string[] = [];
  for await (const some of readLines(chunksOf(Buffer.from(text), borders), upTo(maxBytes))) {
    lines.push(...some.map(shown));
  }
  return lines;
}

test('a line ends at a line feed, and the last also at the end', async () => {
  expect(await linesOf('one\n\ntwo\r\nthree', 10)).toEqual(['one', '', 'two\r', 'three']);
  expect(await linesOf('one\n', 10)).toEqual(['one']);
  expect(await linesOf('', 10)).toEqual([]);
  expect(await linesOf('\n', 10)).toEqual(['']);
});

test('many lines of one chunk come in groups, so that none is as many objects as its chunk has bytes', async () => {
  const groups = await Array.fromAsync(readLines(chunksOf(Buffer.from('\n'.repeat(5000)), []), upTo(10)));
  expect(groups.map((lines) => lines.length)).toEqual([1024, 1024, 1024, 1024, 904]);
});

test('a line that is too long is told of and left out', async () => {
  expect(await linesOf('1234\n12345\n1234\n12345', 4)).toEqual([
    '1234',
    '(line-too-long)',
    '1234',
    '(line-too-long)',
  ]);
});

test('lines are the same wherever the chunks begin and end', async () => {
  const text = fc.array(fc.constantFrom('a', 'é', '😀', '\n', '\n', '\r\n')).map((pieces) => pieces.join(''));
  await fc.assert(
    fc.asyncProperty(text, fc.array(fc.nat(1000)), fc.nat(8), async (text, borders, maxBytes) => {
      const expected = text.split('\n');
      if (expected.at(-1) === '') expected.pop();
      const bounded = expected.map((line) => (Buffer.byteLength(line) > maxBytes ? '(line-too-long)' : line));
      expect(await linesOf(text, maxBytes, borders)).toEqual(bounded);
    }),
    { numRuns: 500 },
  );
});

test('lines come with the chunk that completes them', async () => {
  const pulled: number[] = [];
  async function* chunks() {
    for (const [i, chunk] of ['a\nb\nc', 'd', '\ne\n'].entries()) {
      pulled.push(i);
      yield Buffer.from(chunk);
    }
  }
  const seen: unknown[] = [];
  for await (const lines of readLines(chunks(), upTo(10))) seen.push([lines.map(String), pulled.at(-1)]);
  expect(seen).toEqual([
    [['a', 'b'], 0],
    [['cd', 'e'], 2],
  ]);
});

test('of a line without end no more than its limit is kept', async () => {
  const chunk = Buffer.alloc(1_000_000, 'a');
  async function* endless() {
    for (let i = 0; i < 2000; i++) yield chunk;
    yield Buffer.from('\nend\n');
  }
  const before = process.memoryUsage().arrayBuffers;
  const lines: unknown[] = [];
  for await (const some of readLines(endless(), upTo(1000))) lines.push(...some.map(shown));
  expect(lines).toEqual(['(line-too-long)', 'end']);
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(50_000_000);
});

describe('the memory of a long line', () => {
  /** Lines one chunk each, what is held while each is answered, and in the end. */
  async function readWith(text: string[], numFree: number) {
    let numHeld = 0;
    const reserveLong = () => {
      if (numHeld === numFree) return undefined;
      numHeld++;
      return { release: () => void numHeld-- };
    };
    const seen: unknown[] = [];
    async function* chunks() {
      for (const line of text) yield Buffer.from(line);
    }
    for await (const lines of readLines(chunks(), { maxBytes: 8, shortBytes: 4, reserveLong })) {
      seen.push([...lines.map(shown), numHeld]);
    }
    return [...seen, numHeld];
  }

  test('is held until it is answered, once for all that come together', async () => {
    expect(await readWith(['12345\n', '12345678\n123456', '7\n1\n', '1\n', '123456'], 1)).toEqual([
      ['12345', 1],
      ['12345678', 1],
      ['1234567', '1', 1],
      ['1', 0],
      ['123456', 1],
      0,
    ]);
  });

  test('may not be free: then the line alone fails, and a longer one as it always does', async () => {
    expect(await readWith(['12345\n', '1234\n', '12345', '6789\n', '1\n'], 0)).toEqual([
      ['(overloaded)', 0],
      ['1234', 0],
      ['(line-too-long)', 0],
      ['1', 0],
      0,
    ]);
  });

  test('is given back where the lines are not read to their end', async () => {
    let numHeld = 0;
    const reserveLong = () => {
      numHeld++;
      return { release: () => void numHeld-- };
    };
    const limits = { maxBytes: 8, shortBytes: 4, reserveLong };
    for await (const _ of readLines(chunksOf(Buffer.from('12345\n12345\n'), []), limits)) break;
    expect(numHeld).toBe(0);
  });
});
