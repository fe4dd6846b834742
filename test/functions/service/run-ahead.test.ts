import { expect, test } from 'vitest';
import type { Steps } from '../../../classifier/src/index.ts';
import { chunksAhead, resultsAhead } from '../../../functions/service/run-ahead.ts';
import { createTimeSlices } from '../../../functions/service/time-slices.ts';

const timeSlices = createTimeSlices();

/** Jobs whose answers come when they are asked for, in any order. */
function createJobs(numJobs: number) {
  const log: string[] = [];
  const answers = Array.from({ length: numJobs }, () => Promise.withResolvers<void>());
  function* job(index: number): Steps<string> {
    log.push(`begin ${index}`);
    yield answers[index]!.promise;
    yield;
    log.push(`end ${index}`);
    return `${index}`;
  }
  const answer = async (index: number): Promise<void> => {
    answers[index]!.resolve();
    for (let i = 0; i < 10; i++) await new Promise((resolve) => setImmediate(resolve));
  };
  return { log, answer, jobs: answers.keys().map(job) };
}

test('while jobs wait, the next ones are begun, as many as there may be at a time', async () => {
  const { log, answer, jobs } = createJobs(4);
  const results = timeSlices.run(resultsAhead(jobs, 2));
  await answer(1);
  expect(log).toEqual(['begin 0', 'begin 1', 'end 1']); // the result of 1 is not yet handed out
  await answer(0);
  expect(log.slice(3)).toEqual(['end 0', 'begin 2', 'begin 3']);
  await answer(3);
  await answer(2);
  expect(await results).toEqual(['0', '1', '2', '3']);
});

test('results are handed out in order, each as soon as those before it', async () => {
  const { answer, jobs } = createJobs(3);
  const chunks: string[] = [];
  const all = (async () => {
    for await (const chunk of timeSlices.stream(chunksAhead(jobs, 3))) chunks.push(chunk);
  })();
  await answer(0);
  expect(chunks).toEqual(['0']);
  await answer(2);
  expect(chunks).toEqual(['0']);
  await answer(1);
  await all;
  expect(chunks.join('')).toBe('012');
});

test('jobs that wait for nothing run one after another, however many may be begun', () => {
  const log: string[] = [];
  function* job(name: string): Steps<string> {
    log.push(`begin ${name}`);
    yield;
    log.push(`end ${name}`);
    return name;
  }
  const chunks = [...chunksAhead(['a', 'b'].values().map(job), 3)];
  expect(log).toEqual(['begin a', 'end a', 'begin b', 'end b']);
  expect(chunks.filter((chunk) => chunk !== undefined)).toEqual(['a', 'b']);
});

test('the error of a job ends them all', async () => {
  function* failing(): Steps<string> {
    yield Promise.resolve();
    throw new Error('no answer');
  }
  const { jobs } = createJobs(1);
  await expect(timeSlices.run(resultsAhead([...jobs, failing()], 2))).rejects.toThrow('no answer');
});

test('without jobs there are no results', async () => {
  expect(await timeSlices.run(resultsAhead([], 2))).toEqual([]);
});
