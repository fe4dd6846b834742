import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readLines } from '../../../functions/wire/read-lines.ts';

async function* chunksOf(bytes: Uint8Array, borders: readonly number[]): AsyncGenerator<Uint8Array> {
  const sorted = [0, ...borders.map((border) => border % (bytes.length + 1)), bytes.length].sort(
    (a, b) => a - b,
  );
  for (const [i, start] of sorted.slice(0, -1).entries()) yield bytes.subarray(start, sorted[i + 1]);
}

/** All lines of a text that comes in these chunks, as text again. */
async function linesOf(text: string, maxBytes: number, borders: readonly number[] = []) {
  const lines: (string | undefined)[] = [];
  for await (const some of readLines(chunksOf(Buffer.from(text), borders), maxBytes)) {
    lines.push(...some.map((line) => line && Buffer.from(line).toString()));
  }
  return lines;
}

test('a line ends at a line feed, and the last also at the end', async () => {
  expect(await linesOf('one\n\ntwo\r\nthree', 10)).toEqual(['one', '', 'two\r', 'three']);
  expect(await linesOf('one\n', 10)).toEqual(['one']);
  expect(await linesOf('', 10)).toEqual([]);
  expect(await linesOf('\n', 10)).toEqual(['']);
});

test('a line that is too long is told of and left out', async () => {
  expect(await linesOf('1234\n12345\n1234\n12345', 4)).toEqual(['1234', undefined, '1234', undefined]);
});

test('lines are the same wherever the chunks begin and end', async () => {
  const text = fc.array(fc.constantFrom('a', 'é', '😀', '\n', '\n', '\r\n')).map((pieces) => pieces.join(''));
  await fc.assert(
    fc.asyncProperty(text, fc.array(fc.nat(1000)), fc.nat(8), async (text, borders, maxBytes) => {
      const expected = text.split('\n');
      if (expected.at(-1) === '') expected.pop();
      const bounded = expected.map((line) => (Buffer.byteLength(line) > maxBytes ? undefined : line));
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
  for await (const lines of readLines(chunks(), 10)) seen.push([lines.map(String), pulled.at(-1)]);
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
  for await (const some of readLines(endless(), 1000))
    lines.push(...some.map((line) => line && String(line)));
  expect(lines).toEqual([undefined, 'end']);
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(50_000_000);
});
