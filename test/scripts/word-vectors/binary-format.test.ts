import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseBinaryVectors } from '../../../scripts/word-vectors/binary-format.ts';
import { encodeBinary } from '../../helpers/binary-vectors.ts';
import { runInProcess } from '../../helpers/run-in-process.ts';

const ROWS: [string, number[]][] = [
  ['good', [0.5, -0.25]],
  ['ein_Wort', [1, 10]], // 10 is a line feed somewhere among its bytes
  ['🎬', [3.25, 32]],
];

const parse = (
  bytes: Buffer,
  keep: Parameters<typeof parseBinaryVectors>[1] = () => true,
  size = bytes.length,
) => {
  const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
    bytes.subarray(i * size, (i + 1) * size),
  );
  return parseBinaryVectors({ name: 'v.bin', chunks }, keep);
};

test('a file is read with a line feed after each word and without, however it comes in chunks', async () => {
  const table = {
    numDimensions: 2,
    words: ROWS.map(([word]) => word),
    vectors: Float32Array.from(ROWS.flatMap(([, v]) => v)),
  };
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 80 }), fc.constantFrom('\n', ''), async (size, end) => {
      expect(await parse(encodeBinary(ROWS, undefined, end), undefined, size)).toEqual(table);
    }),
  );
});

test('words that are not kept take no room, and of a word that comes twice the first counts', async () => {
  const rows: [string, number[]][] = [...ROWS, ['good', [9, 9]]];
  const table = await parse(encodeBinary(rows), (word, place) => word === 'good' || place === 2);
  expect(table).toEqual({
    numDimensions: 2,
    words: ['good', '🎬'],
    vectors: Float32Array.of(0.5, -0.25, 3.25, 32),
  });
});

test.each([
  [
    'an empty file',
    Buffer.alloc(0),
    'byte 0: expected a first line with the number of words and of dimensions',
  ],
  ['a text', Buffer.from('good 1 2\n'), 'byte 9: expected a first line with the number'],
  [
    'a file that ends within a vector',
    encodeBinary(ROWS).subarray(0, -4),
    'the file ends within the 2 numbers of word 3 of 3',
  ],
  ['a file with a word too few', encodeBinary(ROWS, '4 2\n'), 'expected word 4 of 4, then a space'],
  [
    'a word without end',
    Buffer.from(`1 2\n${'x'.repeat(2000)}`),
    'byte 4: expected word 1 of 1, then a space',
  ],
  ['a number that is none', encodeBinary([['a', [Number.NaN, 1]]]), 'word 1 has a number that is not finite'],
])('%s is refused with where and what', async (_, bytes, problem) => {
  await expect(parse(bytes)).rejects.toThrow(problem);
  await expect(parse(bytes)).rejects.toThrow('v.bin: byte ');
});

test('train and neighbors read it by its name, compressed too', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'binary-'));
  const path = join(folder, 'v.bin.gz');
  await writeFile(path, gzipSync(encodeBinary(ROWS)));
  const { stdout, code } = await runInProcess('neighbors.ts', [
    '--similarity',
    'good',
    'EIN_WORT',
    '--vectors',
    path,
  ]);
  expect(code).toBe(1); // only "ein_Wort" is there, as it is written
  expect(stdout).toBe('');
  const right = await runInProcess('neighbors.ts', ['--similarity', 'good', 'ein_Wort', '--vectors', path]);
  expect(right.stdout).toBe('-0.356\n');
  await rm(folder, { recursive: true });
});

test('neighbors keeps the words named alone of a binary file, unless it looks for words near them', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'binary-'));
  const path = join(folder, 'v.bin');
  const frequent = Array.from({ length: 200_000 }, (_, i): [string, number[]] => [`w${i}`, [1, i]]);
  const rare: [string, number[]][] = [
    ['rare', [1, 0]],
    ['rarer', [1, 1]],
    ['rarest', [-1, 1]],
  ];
  await writeFile(path, encodeBinary([...frequent, ...rare]));
  const ask = (...args: string[]) => runInProcess('neighbors.ts', [...args, '--vectors', path]);
  const similarity = await ask('--similarity', 'rare', 'Rarer');
  expect(similarity).toMatchObject({ code: 0, stdout: '0.707\n' });
  expect(similarity.stderr).toMatch(/^read .*v\.bin: 2 words in /);
  const odd = await ask('--odd', 'rare', 'rarer', 'rarest');
  expect(odd.stdout.split('\n')[2]).toMatch(/^\| rarest /);
  expect(odd.stderr).toMatch(/^read .*v\.bin: 3 words in /);
  const unknown = await ask('--similarity', 'rare', 'rarr');
  expect(unknown).toMatchObject({ code: 1, stdout: '' });
  expect(unknown.stderr).toContain('error: v.bin has no vector for "rarr"; did you mean rare?');
  const none = await ask('--similarity', 'rare', 'unheard');
  expect(none.stderr).toContain(
    'error: v.bin has no vector for "unheard"; expected another word, or other vectors with --vectors',
  );
  const nearest = await ask('rare', '--count', '1');
  expect(nearest.stdout).toMatch(/^\| w0 +\| +1\.000 \|$/m);
  expect(nearest.stderr).toMatch(/^read .*v\.bin: 200,001 words in /);
  await rm(folder, { recursive: true });
});
