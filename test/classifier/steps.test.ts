import { expect, test } from 'vitest';
import { finish, finishAsync, type Steps, settle } from '../../classifier/src/steps.ts';

function* count(): Steps<number> {
  yield;
  yield;
  return 3;
}

function* wait<Value>(promise: Promise<Value>): Steps<Value> {
  yield;
  return yield* settle(promise);
}

test('steps without promises are run to their end, synchronously and not', async () => {
  expect(finish(count())).toBe(3);
  expect(await finishAsync(count())).toBe(3);
});

test('a promise is awaited, and its value returned', async () => {
  expect(await finishAsync(wait(Promise.resolve('value')))).toBe('value');
  expect(await finishAsync(wait(Promise.resolve(undefined)))).toBeUndefined();
});

test('the error of a promise is thrown within the steps that wait for it', async () => {
  const error = new Error('why');
  await expect(finishAsync(wait(Promise.reject(error)))).rejects.toBe(error);
  function* recover(): Steps<unknown> {
    try {
      return yield* wait(Promise.reject(error));
    } catch (caught) {
      return caught;
    }
  }
  expect(await finishAsync(recover())).toBe(error);
});

test('the promise that a step yields never rejects', async () => {
  const steps = settle(Promise.reject(new Error('why')));
  await expect(steps.next().value).resolves.toBeUndefined();
  expect(() => steps.next()).toThrow('why');
});

test('steps that yield a promise are refused where none is awaited', async () => {
  expect(() => finish(wait(Promise.resolve(1)))).toThrow(
    'a step yielded a promise: use finishAsync, which awaits it',
  );
  const steps = settle(Promise.resolve(1));
  steps.next();
  expect(() => steps.next()).toThrow('the promise of a step was not awaited before the next step');
});
