import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, inject, test } from 'vitest';
import { countDefaultWorkers, countProcessors } from '../../../functions/process/processors.ts';

/** A folder of control groups with these files. */
async function makeGroup(files: Record<string, string>): Promise<string> {
  const folder = await mkdtemp(join(inject('scratch'), 'cgroup-'));
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), `${content}\n`);
  }
  return folder;
}

test.each([
  ['max 100000', 8],
  ['100000 100000', 1],
  ['200000 100000', 2],
  ['290000 100000', 2],
  ['50000 100000', 1],
  ['1600000 100000', 8],
])('of 8 processors the limit "%s" of version 2 leaves %i', async (limit, expected) => {
  expect(countProcessors(await makeGroup({ 'cpu.max': limit }), 8)).toBe(expected);
});

test.each([
  ['-1', 8],
  ['350000', 3],
  ['10000', 1],
])('of 8 processors the quota "%s" of version 1 leaves %i', async (quota, expected) => {
  const files = { 'cpu/cpu.cfs_quota_us': quota, 'cpu/cpu.cfs_period_us': '100000' };
  expect(countProcessors(await makeGroup(files), 8)).toBe(expected);
});

test('without control groups all processors may be used that Node.js counts', async () => {
  expect(countProcessors(await makeGroup({}), 8)).toBe(8);
  expect(countProcessors(await makeGroup({}))).toBe(availableParallelism());
});

test('there is a worker for each processor, and none for one alone', () => {
  expect([1, 2, 3, 8].map((numProcessors) => countDefaultWorkers(numProcessors))).toEqual([0, 2, 3, 8]);
});
