import { describe, expect, test } from 'vitest';
import type { Steps } from '../../../classifier/src/index.ts';
import { createTurns, type Pieces } from '../../../functions/service/time-slices.ts';

/** A work that notes each of its steps, which take so many milliseconds. */
function* work(name: string, numSteps: number, stepMs: number, log: string[]): Steps<string> {
  for (let i = 0; i < numSteps; i++) {
    log.push(`${name}${i}`);
    const end = performance.now() + stepMs;
    while (performance.now() < end);
    yield;
  }
  return name;
}

describe('works in turns', () => {
  test('a work gives its result', async () => {
    const turns = createTurns();
    expect(await turns.run(work('a', 0, 0, []))).toBe('a');
    expect(await turns.run(work('b', 3, 0, []))).toBe('b');
    expect(turns.numWaiting()).toBe(0);
  });

  test('long works go on side by side, in the order in which they came', async () => {
    const turns = createTurns();
    const log: string[] = [];
    const names = ['a', 'b', 'c'];
    expect(await Promise.all(names.map((name) => turns.run(work(name, 3, 11, log))))).toEqual(names);
    expect(log).toEqual(['a0', 'b0', 'c0', 'a1', 'b1', 'c1', 'a2', 'b2', 'c2']);
  });

  test('a short work waits for one turn of each other, not for their end', async () => {
    const turns = createTurns();
    const log: string[] = [];
    const long = turns.run(work('long', 20, 11, log));
    await turns.run(work('short', 1, 0, log));
    expect(log.filter((step) => step.startsWith('long')).length).toBeLessThan(4);
    await long;
  });

  test('several short steps share a turn', async () => {
    const turns = createTurns();
    const log: string[] = [];
    await Promise.all([turns.run(work('a', 3, 0, log)), turns.run(work('b', 3, 0, log))]);
    expect(log).toEqual(['a0', 'a1', 'a2', 'b0', 'b1', 'b2']);
  });

  test('timers and requests come in between two turns', async () => {
    const turns = createTurns();
    const log: string[] = [];
    const timer = setInterval(() => log.push('timer'), 1);
    const immediate = new Promise<void>((resolve) => setImmediate(resolve)).then(() => log.push('immediate'));
    await Promise.all([turns.run(work('a', 4, 11, log)), turns.run(work('b', 4, 11, log)), immediate]);
    clearInterval(timer);
    for (const [i, step] of log.slice(0, -1).entries()) {
      // Never two steps at once, as each of them takes a whole turn.
      if (i > 0 && /[ab]\d/.test(step)) expect(log[i - 1]).not.toMatch(/[ab]\d/);
    }
    expect(log.filter((step) => step === 'timer').length).toBeGreaterThan(4);
  });

  test('an error of a step is that of its own work alone', async () => {
    const turns = createTurns();
    function* failing(): Steps<string> {
      yield;
      throw new Error('weights are missing');
    }
    const results = await Promise.allSettled([
      turns.run(work('a', 3, 11, [])),
      turns.run(failing()),
      turns.run(work('c', 3, 11, [])),
    ]);
    expect(results).toMatchObject([
      { value: 'a' },
      { reason: { message: 'weights are missing' } },
      { value: 'c' },
    ]);
    expect(await turns.run(work('d', 1, 0, []))).toBe('d');
  });

  test('a work that gives pieces gives them turn by turn, and goes on when they are taken', async () => {
    const turns = createTurns();
    const log: string[] = [];
    function* pieces(): Pieces {
      for (const name of ['a', 'b', 'c', 'd']) {
        yield* work(name, 1, name < 'c' ? 0 : 11, log);
        yield name;
      }
    }
    const stream = turns.stream(pieces());
    expect(log).toEqual([]);
    expect(await stream.next()).toEqual({ value: 'ab', done: false });
    expect(log).toEqual(['a0', 'b0', 'c0']);
    expect(await stream.next()).toEqual({ value: 'c', done: false });
    await stream.return();
    expect(log).toEqual(['a0', 'b0', 'c0', 'd0']);
  });

  test('a turn gives no more than some pieces of 64 KiB', async () => {
    function* pieces(): Pieces {
      for (let i = 0; i < 4; i++) yield 'a'.repeat(40_000);
    }
    const lengths: number[] = [];
    for await (const text of createTurns().stream(pieces())) lengths.push(text.length);
    expect(lengths).toEqual([80_000, 80_000]);
  });

  test('it tells how many wait', async () => {
    const turns = createTurns();
    const works = ['a', 'b', 'c'].map((name) => turns.run(work(name, 2, 0, [])));
    expect(turns.numWaiting()).toBe(3);
    await Promise.all(works);
    expect(turns.numWaiting()).toBe(0);
  });
});
