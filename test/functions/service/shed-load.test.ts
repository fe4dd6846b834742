import fastify from 'fastify';
import { expect, test } from 'vitest';
import { shedLoad } from '../../../functions/service/shed-load.ts';
import { createTimeSlices } from '../../../functions/service/time-slices.ts';

const turns = async (count: number): Promise<void> => {
  for (let i = 0; i < count; i++) await new Promise((resolve) => setImmediate(resolve));
};

test('a long text is admitted once the one before it has its memory, so that none waits outside the queue', async () => {
  const admit = shedLoad(fastify(), createTimeSlices(), setImmediate, (refuse) => refuse());
  const reserving: (() => void)[] = [];
  const admitted = Array.from({ length: 3 }, () =>
    admit(() => new Promise((resolve) => reserving.push(resolve))),
  );
  for (let numDone = 0; numDone < 3; numDone++) {
    while (reserving.length === numDone) await turns(1);
    await turns(20);
    expect(reserving).toHaveLength(numDone + 1);
    reserving[numDone]!();
    await admitted[numDone];
  }
});

test('a long text whose memory is refused lets the next one in', async () => {
  const admit = shedLoad(fastify(), createTimeSlices(), setImmediate, (refuse) => refuse());
  await expect(admit(() => Promise.reject(new Error('no memory')))).rejects.toThrow('no memory');
  await expect(admit(() => Promise.resolve())).resolves.toBeUndefined();
});
