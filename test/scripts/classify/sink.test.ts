import { appendFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openSink } from '../../../scripts/classify/sink.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sink-'));
});
afterAll(() => rm(folder, { recursive: true }));

test.each([true, false])(
  'a run ends before it writes where another one writes too (resumed: %s)',
  async (isResumed) => {
    const out = join(folder, `${isResumed}.ndjson`);
    const sink = await openSink(out, isResumed);
    await sink.write('first\n');
    await sink.write('é\n');
    await appendFile(`${out}.part`, 'of another run\n');
    await expect(sink.write('third\n')).rejects.toThrow(
      `${out}.part: another run writes to it too; expected one at a time`,
    );
    expect(await readFile(`${out}.part`, 'utf8')).toBe('first\né\nof another run\n');
    await sink.close();
  },
);
