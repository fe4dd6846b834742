import { describe, expect, test } from 'vitest';
import { formatWordVectors, parseWordVectors } from '../../../scripts/word-vectors/text-format.ts';

const parse = (text: string, onWord?: (done: number, total: number) => void) =>
  parseWordVectors({ name: 'vectors.txt', chunks: [new TextEncoder().encode(text)] }, onWord);

test('a table is written word by word', () => {
  const table = {
    words: ['good', 'bad'],
    numDimensions: 3,
    vectors: Float32Array.of(0.5, -0.25, 1, 1e-10, 0, -1),
  };
  expect(formatWordVectors(table)).toBe('2 3\ngood 0.5 -0.25 1\nbad 1.00000001e-10 0 -1\n');
});

test('a table read is the one written, to the last bit', async () => {
  const vectors = Float32Array.of(Math.PI, -1 / 3, 1e-30, 123456789, -0.1, 2 ** -126, 3.4e38, 0);
  const table = { words: ['n’t', 'ein-wort', '"', '🎬'], numDimensions: 2, vectors };
  expect(await parse(formatWordVectors(table))).toEqual(table);
});

test('files of other programs are read: a space at the end of a line, CR LF, no line feed at the end', async () => {
  expect(await parse('2 2\r\ngood 1 2 \r\nbad -3e-1 +4 ')).toEqual({
    words: ['good', 'bad'],
    numDimensions: 2,
    vectors: Float32Array.of(1, 2, -0.3, 4),
  });
});

test('each word is told of as it is read', async () => {
  const told: number[][] = [];
  await parse('2 1\ngood 1\nbad 2\n', (...progress) => told.push(progress));
  expect(told).toEqual([
    [1, 2],
    [2, 2],
  ]);
});

const HEADER = 'expected the number of words and of dimensions, such as "17000 100"';

describe('refused is', () => {
  test.each([
    ['an empty file', '', `vectors.txt: the file is empty; ${HEADER}`],
    ['a file without a first line of its own', 'good 1 2\n', `vectors.txt, line 1: "good 1 2"; ${HEADER}`],
    ['a first line of three numbers', '2 2 2\n', `line 1: "2 2 2"; ${HEADER}`],
    ['a file of no words', '0 2\n', `line 1: "0 2"; ${HEADER}`],
    ['a number of words with a fraction', '1.5 2\n', `line 1: "1.5 2"; ${HEADER}`],
    ['a long line that is no vector', `${'x'.repeat(99)}\n`, `line 1: "${'x'.repeat(40)}…"; ${HEADER}`],
    ['a number too few', '2 2\na 1 2\nb 1\n', 'line 3: 1 numbers after "b"; expected 2'],
    ['a number too many', '1 2\na 1 2 3\n', 'line 2: 3 numbers after "a"; expected 2'],
    ['a blank line', '2 2\n\na 1 2\n', 'line 2: the word is missing; expected a word, then its numbers'],
    ['a line that begins with a space', '1 2\n 1 2\n', 'line 2: the word is missing; expected a word'],
    ['what is no number', '1 2\na 1 x\n', 'line 2: "x" after "a"; expected a finite number'],
    ['two spaces', '1 2\na 1  \n', 'line 2: 1 numbers after "a"; expected 2'],
    ['an empty number', '1 2\na  1\n', 'line 2: "" after "a"; expected a finite number'],
    ['an infinite number', '1 1\na Infinity\n', 'line 2: "Infinity" after "a"; expected a finite number'],
    ['a number too large for 32 bits', '1 1\na 1e39\n', 'line 2: "1e39" after "a"'],
    ['NaN', '1 1\na nan\n', 'line 2: "nan" after "a"'],
    [
      'a word that comes twice',
      '3 1\na 1\nb 1\na 2\n',
      'line 4: "a" repeats line 2; expected each word once',
    ],
    ['a word more', '1 1\na 1\nb 1\n', 'line 3: one line more than the 1 words of the first line'],
    ['a word less', '3 1\na 1\nb 1\n', 'vectors.txt: 2 words; expected 3, as its first line says'],
    ['a first line that promises too much', '999999999 999999999\na 1\n', 'line 2: 1 numbers after "a"'],
  ])('%s', async (_, text, problem) => {
    await expect(parse(text)).rejects.toThrow(problem);
    await expect(parse(text)).rejects.toMatchObject({ code: 'DATASET', file: 'vectors.txt' });
  });

  test('what is not UTF-8', async () => {
    const chunks = [Uint8Array.of(0x31, 0x20, 0x31, 0x0a, 0xff, 0x20, 0x31, 0x0a)];
    await expect(parseWordVectors({ name: 'vectors.bin', chunks })).rejects.toThrow('not valid UTF-8');
  });
});
