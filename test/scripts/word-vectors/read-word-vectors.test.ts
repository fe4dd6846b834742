import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, inject, test } from 'vitest';
import { readWordVectors } from '../../../scripts/word-vectors/read-word-vectors.ts';
import { cosine, findNearest } from '../../../scripts/word-vectors/word-vector-table.ts';

const fileOf = (name: string): string => join(inject('scratch'), name);

test('the vectors of the recurrent model are read without a file of words', async () => {
  const table = await readWordVectors('recurrent');
  const { name, numDimensions, words, vectors } = table;
  expect({ name, numDimensions }).toEqual({ name: 'recurrent', numDimensions: 100 });
  expect(words.length).toBeGreaterThan(10_000);
  expect(new Set(words).size).toBe(words.length);
  expect(vectors).toHaveLength(words.length * 100);
  expect(vectors.every(Number.isFinite)).toBe(true);
  expect(cosine(table, 'excellent', 'superb')).toBeGreaterThan(cosine(table, 'excellent', 'terrible') + 0.2);
  expect(findNearest(table, 'good', 10).map(({ word }) => word)).not.toContain('good');
});

test('a file is read, named without its folder', async () => {
  const path = fileOf('vectors.txt');
  await writeFile(path, '2 2\ngood 1 2\nbad 3 4\n');
  const told: number[] = [];
  expect(await readWordVectors(path, (done) => told.push(done))).toEqual({
    name: 'vectors.txt',
    numDimensions: 2,
    words: ['good', 'bad'],
    vectors: Float32Array.of(1, 2, 3, 4),
  });
  expect(told).toEqual([1, 2]);
});

test('a malformed file is refused with its path and line', async () => {
  const path = fileOf('malformed.txt');
  await writeFile(path, '2 2\ngood 1 2\nbad 3\n');
  await expect(readWordVectors(path)).rejects.toThrow(`${path}, line 3: 1 numbers after "bad"; expected 2`);
});

test('what is neither a name nor a file is refused', async () => {
  await expect(readWordVectors('glove')).rejects.toThrow('unknown vectors "glove"; expected recurrent');
});
