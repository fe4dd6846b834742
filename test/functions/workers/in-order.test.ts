import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { inOrder } from '../../../functions/workers/in-order.ts';

/** Work on numbers that ends when it is told to. */
function openWork() {
  const begun = new Map<number, PromiseWithResolvers<string>>();
  const work = (number: number): Promise<string> => {
    begun.set(number, Promise.withResolvers());
    return begun.get(number)!.promise;
  };
  return { begun, work, end: (number: number) => begun.get(number)!.resolve(`#${number}`) };
}

async function settle(): Promise<void> {
  for (let i = 0; i < 5; i++) await nextTurn();
}

test('answers come in the order of the items, whichever is done first', async () => {
  const { work, end } = openWork();
  const answers = Array.fromAsync(inOrder([1, 2, 3], work, () => true));
  await settle();
  for (const number of [3, 1, 2]) end(number);
  expect(await answers).toEqual(['#1', '#2', '#3']);
});

test('no more is begun than there is room for, until the first is taken', async () => {
  const { begun, work, end } = openWork();
  const answers = inOrder([1, 2, 3, 4], work, (numBegun) => numBegun < 2);
  const first = answers.next();
  await settle();
  expect([...begun.keys()]).toEqual([1, 2]);
  end(2);
  await settle();
  expect([...begun.keys()]).toEqual([1, 2]);
  end(1);
  expect((await first).value).toBe('#1');
  await settle();
  expect([...begun.keys()]).toEqual([1, 2]); // nobody has asked for more
  expect((await answers.next()).value).toBe('#2');
  void answers.next();
  await settle();
  expect([...begun.keys()]).toEqual([1, 2, 3, 4]);
});

test('an answer comes while the next item is still waited for', async () => {
  async function* items() {
    yield 1;
    await new Promise(() => {});
  }
  const answers = inOrder(
    items(),
    async (number) => number,
    () => true,
  );
  expect(await answers.next()).toEqual({ value: 1, done: false });
});

test('items that fail do so after the answers to those before', async () => {
  async function* items() {
    yield 1;
    yield 2;
    throw new Error('broken off');
  }
  const { work, end } = openWork();
  const answers = inOrder(items(), work, () => true);
  const first = answers.next();
  await settle();
  end(1);
  end(2);
  expect((await first).value).toBe('#1');
  expect((await answers.next()).value).toBe('#2');
  await expect(answers.next()).rejects.toThrow('broken off');
});

test('work that fails does so in its turn, and ends the items', async () => {
  let isEnded = false;
  async function* items() {
    try {
      yield* [1, 2, 3];
      await new Promise(() => {});
    } finally {
      isEnded = true;
    }
  }
  const answers = inOrder(
    items(),
    async (number) => {
      if (number === 2) throw new Error('two');
      return number;
    },
    (numBegun) => numBegun < 2,
  );
  expect((await answers.next()).value).toBe(1);
  await expect(answers.next()).rejects.toThrow('two');
  await settle();
  expect(isEnded).toBe(true);
});
