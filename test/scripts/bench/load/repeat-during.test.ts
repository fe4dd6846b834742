import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { repeatDuring } from '../../../../scripts/bench/load/repeat-during.ts';

test('acts again and again until the work is done, and gives what it gives', async () => {
  const work = Promise.withResolvers<string>();
  let numActs = 0;
  const result = repeatDuring(work.promise, 0, () => {
    if (++numActs === 5) work.resolve('done');
  });
  expect(await result).toBe('done');
  await turn();
  expect(numActs).toBe(5);
});

test('fails as the work fails', async () => {
  const work = Promise.reject(new Error('no answer'));
  await expect(repeatDuring(work, 0, () => {})).rejects.toThrow('no answer');
});
