import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, inject, test } from 'vitest';
import { readVectorSources } from '../../../../scripts/explore/word-map/vector-sources.ts';
import type { WordVectorTable } from '../../../../scripts/word-vectors/word-vector-table.ts';
import { encodeBinary } from '../../../helpers/binary-vectors.ts';

const ROWS: [string, number[]][] = ['the', 'Good', 'good', 'sad', 'film', 'unheard'].map((word, i) => [
  word,
  [i, 1],
]);

test.each([
  ['v.bin', (bytes: Buffer) => bytes],
  ['v.bin.gz', (bytes: Buffer) => gzipSync(bytes)],
])('of %s the words of the texts and the test pairs are read, and no others', async (name, pack) => {
  const path = join(inject('scratch'), `sources-${name}`);
  await writeFile(path, pack(encodeBinary(ROWS)));
  const [own, read] = await readVectorSources(['own', path], [{ text: 'The film.' }]);
  expect(own).toBe('own');
  expect((read as WordVectorTable).words).toEqual(['the', 'good', 'sad', 'film']);
  expect((read as WordVectorTable).vectors).toEqual(Float32Array.of(0, 1, 2, 1, 3, 1, 4, 1));
});

test('a binary file that ends too early is refused', async () => {
  const path = join(inject('scratch'), 'sources-cut.bin');
  await writeFile(path, encodeBinary(ROWS).subarray(0, -3));
  await expect(readVectorSources([path], [{ text: 'The film.' }])).rejects.toThrow(
    'the file ends within the 2 numbers of word 6 of 6',
  );
});
