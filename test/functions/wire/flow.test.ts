import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createByteCollector } from '../../../functions/wire/byte-collector.ts';
import { flow } from '../../../functions/wire/flow.ts';

test('the bytes of a stream come in order and whole, however they are cut', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.uint8Array({ minLength: 1, maxLength: 300 }), { maxLength: 40 }),
      async (chunks) => {
        const source = Readable.from(
          chunks.map((chunk) => Buffer.from(chunk)),
          { objectMode: false },
        );
        const got = await Array.fromAsync(flow(source));
        expect(Buffer.concat(got)).toEqual(Buffer.concat(chunks));
      },
    ),
  );
});

test('bytes that arrive one by one are joined while nobody reads, and no more are read ahead than a limit', async () => {
  let numSent = 0;
  const source = new Readable({
    highWaterMark: 1,
    read() {
      numSent++;
      this.push(Buffer.from([numSent % 256]));
    },
  });
  const chunks = flow(source);
  await chunks.next();
  while (!source.isPaused()) await sleep(1);
  expect(numSent).toBeLessThan(140_000); // what was yielded, and as much again
  const { value } = await chunks.next();
  expect(value!.length).toBeGreaterThanOrEqual(65_536);
  await chunks.return();
  expect(source.destroyed).toBe(false);
  expect(source.isPaused()).toBe(true);
  source.destroy();
});

test('a stream that fails, or ends too early, ends in its error', async () => {
  const failing = new Readable({ read() {} });
  const failure = Array.fromAsync(flow(failing));
  failing.push('a');
  setImmediate(() => failing.destroy(new Error('broken')));
  await expect(failure).rejects.toThrow('broken');
  const closed = new Readable({ read() {} });
  const early = Array.fromAsync(flow(closed));
  setImmediate(() => closed.destroy());
  await expect(early).rejects.toThrow('Premature close');
});

test('a collector holds many small chunks in few buffers, and none once they are taken', () => {
  const collector = createByteCollector();
  for (let i = 0; i < 10_000; i++) collector.add(Uint8Array.of(i % 256));
  expect(collector.numBytes()).toBe(10_000);
  expect([...collector.take().subarray(254, 258)]).toEqual([254, 255, 0, 1]);
  expect(collector.numBytes()).toBe(0);
  collector.add(Uint8Array.of(1));
  collector.clear();
  expect(collector.take()).toHaveLength(0);
});
