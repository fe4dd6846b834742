import { describe, expect, test } from 'vitest';
import type { Steps } from '../../../classifier/src/index.ts';
import { type Chunks, createTimeSlices } from '../../../functions/service/time-slices.ts';

/** A job that logs each of its steps, which take `stepMs` each. */
function* job(name: string, numSteps: number, stepMs: number, log: string[]): Steps<string> {
  for (let i = 0; i < numSteps; i++) {
    log.push(`${name}${i}`);
    const end = performance.now() + stepMs;
    while (performance.now() < end);
    yield;
  }
  return name;
}

describe('jobs in time slices', () => {
  test('a job gives its result', async () => {
    const timeSlices = createTimeSlices();
    expect(await timeSlices.run(job('a', 0, 0, []))).toBe('a');
    expect(await timeSlices.run(job('b', 3, 0, []))).toBe('b');
    expect(timeSlices.numWaiting()).toBe(0);
  });

  test('long jobs go on side by side, in the order in which they came', async () => {
    const timeSlices = createTimeSlices();
    const log: string[] = [];
    const names = ['a', 'b', 'c'];
    expect(await Promise.all(names.map((name) => timeSlices.run(job(name, 3, 11, log))))).toEqual(names);
    expect(log).toEqual(['a0', 'b0', 'c0', 'a1', 'b1', 'c1', 'a2', 'b2', 'c2']);
  });

  test('a short job waits for one time slice of each other job, not for their end', async () => {
    const timeSlices = createTimeSlices();
    const log: string[] = [];
    const long = timeSlices.run(job('long', 20, 11, log));
    await timeSlices.run(job('short', 1, 0, log));
    expect(log.filter((step) => step.startsWith('long')).length).toBeLessThan(4);
    await long;
  });

  test('at the end of a stop all get their time slices at once', async () => {
    const ending = new AbortController();
    const scheduled: (() => void)[] = [];
    const timeSlices = createTimeSlices({
      afterArrivals: (work) => scheduled.push(work),
      ending: ending.signal,
    });
    const log: string[] = [];
    const jobs = ['a', 'b', 'c'].map((name) => timeSlices.run(job(name, 1, 0, log)));
    ending.abort();
    scheduled.shift()!();
    expect(await Promise.all(jobs)).toEqual(['a', 'b', 'c']);
    expect(scheduled).toEqual([]);
  });

  test('several short steps share a time slice', async () => {
    const timeSlices = createTimeSlices();
    const log: string[] = [];
    await Promise.all([timeSlices.run(job('a', 3, 0, log)), timeSlices.run(job('b', 3, 0, log))]);
    expect(log).toEqual(['a0', 'a1', 'a2', 'b0', 'b1', 'b2']);
  });

  test('timers and requests come in between two time slices', async () => {
    const timeSlices = createTimeSlices();
    const log: string[] = [];
    const timer = setInterval(() => log.push('timer'), 1);
    const immediate = new Promise<void>((resolve) => setImmediate(resolve)).then(() => log.push('immediate'));
    await Promise.all([
      timeSlices.run(job('a', 4, 11, log)),
      timeSlices.run(job('b', 4, 11, log)),
      immediate,
    ]);
    clearInterval(timer);
    for (const [i, step] of log.slice(0, -1).entries()) {
      // Never two steps at once, as each of them takes a whole time slice.
      if (i > 0 && /[ab]\d/.test(step)) expect(log[i - 1]).not.toMatch(/[ab]\d/);
    }
    expect(log.filter((step) => step === 'timer').length).toBeGreaterThan(4);
  });

  test('an error in a step fails its own job alone', async () => {
    const timeSlices = createTimeSlices();
    function* failing(): Steps<string> {
      yield;
      throw new Error('weights are missing');
    }
    const results = await Promise.allSettled([
      timeSlices.run(job('a', 3, 11, [])),
      timeSlices.run(failing()),
      timeSlices.run(job('c', 3, 11, [])),
    ]);
    expect(results).toMatchObject([
      { value: 'a' },
      { reason: { message: 'weights are missing' } },
      { value: 'c' },
    ]);
    expect(await timeSlices.run(job('d', 1, 0, []))).toBe('d');
  });

  test('a job that waits for a promise holds up no other', async () => {
    const timeSlices = createTimeSlices();
    const log: string[] = [];
    const answer = Promise.withResolvers<void>();
    function* waiting(): Steps<string> {
      log.push('asks');
      yield answer.promise;
      log.push('goes on');
      return 'waited';
    }
    function* chunks(): Chunks {
      yield 'before';
      yield answer.promise;
      yield 'after';
    }
    const waited = timeSlices.run(waiting());
    const stream = timeSlices.stream(chunks());
    await timeSlices.run(job('a', 3, 11, log));
    expect(await stream.next()).toEqual({ value: 'before', done: false });
    expect(log).toEqual(['asks', 'a0', 'a1', 'a2']);
    expect(timeSlices.numWaiting()).toBe(0);
    answer.resolve();
    expect(await waited).toBe('waited');
    expect(await stream.next()).toEqual({ value: 'after', done: false });
  });

  test('a job that nobody wants any more is given up', async () => {
    const timeSlices = createTimeSlices();
    const log: string[] = [];
    const run = timeSlices.run(job('a', 5, 11, log), () => log.length < 2);
    await expect(run).rejects.toThrow('the client has disconnected');
    expect(log).toEqual(['a0', 'a1']);
  });

  test('a job that gives chunks gives them slice by slice, and goes on when they are taken', async () => {
    const timeSlices = createTimeSlices();
    const log: string[] = [];
    function* chunks(): Chunks {
      for (const name of ['a', 'b', 'c', 'd']) {
        yield* job(name, 1, name < 'c' ? 0 : 11, log);
        yield name;
      }
    }
    const stream = timeSlices.stream(chunks());
    expect(log).toEqual([]);
    expect(await stream.next()).toEqual({ value: 'ab', done: false });
    expect(log).toEqual(['a0', 'b0', 'c0']);
    expect(await stream.next()).toEqual({ value: 'c', done: false });
    await stream.return();
    expect(log).toEqual(['a0', 'b0', 'c0', 'd0']);
  });

  test('a time slice ends after 64 KiB of chunks', async () => {
    function* chunks(): Chunks {
      for (let i = 0; i < 4; i++) yield 'a'.repeat(40_000);
    }
    const lengths: number[] = [];
    for await (const text of createTimeSlices().stream(chunks())) lengths.push(text.length);
    expect(lengths).toEqual([80_000, 80_000]);
  });

  test('it tells how many wait', async () => {
    const timeSlices = createTimeSlices();
    const jobs = ['a', 'b', 'c'].map((name) => timeSlices.run(job(name, 2, 0, [])));
    expect(timeSlices.numWaiting()).toBe(3);
    await Promise.all(jobs);
    expect(timeSlices.numWaiting()).toBe(0);
  });
});
