import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createAdmission } from '../../../functions/service/admission.ts';

/** A clock that work alone moves, so that no test depends on the machine. */
let nowMs = 0;

beforeEach(() => {
  nowMs = 0;
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  vi.spyOn(performance, 'now').mockImplementation(() => nowMs);
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const atOnce = (refuse: () => void): void => refuse();

/** Asks for one after another, each with nothing before it, as a lone client does. */
async function askOneByOne(count: number, workMs: number): Promise<string[]> {
  const admission = createAdmission({ refuseLater: atOnce });
  const outcomes: string[] = [];
  for (let i = 0; i < count; i++) {
    admission.ask(
      () => {
        nowMs += workMs;
        outcomes.push('entered');
      },
      () => outcomes.push('refused'),
    );
    while (admission.numWaiting() > 0) await turn();
  }
  return outcomes;
}

test('a lone client is always let in, however slow the processor is', async () => {
  expect(new Set(await askOneByOne(100, 900))).toEqual(new Set(['entered']));
});

test('requests enter in the order of asking, some milliseconds a turn', async () => {
  const admission = createAdmission({ refuseLater: atOnce });
  const entered: number[] = [];
  for (let i = 0; i < 10; i++) {
    admission.ask(
      () => {
        nowMs += 4;
        entered.push(i);
      },
      () => expect.fail('refused'),
    );
  }
  await turn();
  await turn();
  expect(entered.length).toBeLessThan(10);
  while (admission.numWaiting() > 0) await turn();
  expect(entered).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
});

test('who would wait too long is refused later, and those before are answered', async () => {
  const refusals: (() => void)[] = [];
  const admission = createAdmission({ refuseLater: (refuse) => refusals.push(refuse) });
  let numEntered = 0;
  let numRefused = 0;
  const ask = (): void =>
    admission.ask(
      () => {
        nowMs += 5;
        numEntered++;
      },
      () => numRefused++,
    );
  for (let i = 0; i < 200; i++) {
    ask();
    while (admission.numWaiting() > 0) await turn();
  }
  for (let i = 0; i < 1000; i++) ask();
  const numTaken = admission.numWaiting();
  // 500 ms at 5 ms each.
  expect(numTaken).toBeGreaterThan(80);
  expect(numTaken).toBeLessThan(130);
  while (admission.numWaiting() > 0) await turn();
  expect(numEntered).toBe(200 + numTaken);
  expect(numRefused).toBe(0);
  for (const refuse of refusals) refuse();
  expect(numRefused).toBe(1000 - numTaken);
});

test('where there is no room, requests wait for it, and those that would wait too long are refused', async () => {
  vi.useRealTimers();
  let numAtWork = 0;
  const admission = createAdmission({ refuseLater: atOnce, hasRoom: () => numAtWork < 2 });
  const entered: number[] = [];
  const outcomes = Array.from({ length: 100 }, async (_, i) => {
    await new Promise<void>((resolve, reject) => admission.ask(resolve, () => reject(new Error('refused'))));
    entered.push(i);
    numAtWork++;
  });
  while (entered.length < 2) await turn();
  for (let i = 0; i < 10; i++) await turn();
  expect(entered).toEqual([0, 1]);
  while (entered.length < 60) {
    nowMs += 20;
    numAtWork--;
    const numEntered = entered.length;
    while (entered.length === numEntered) await turn();
  }
  // A turn comes every 20 ms by now, and 40 wait.
  const late = new Promise<string>((resolve) => {
    admission.ask(
      () => resolve('entered'),
      () => resolve('refused'),
    );
  });
  expect(await late).toBe('refused');
  while (entered.length < 100) {
    numAtWork = 0;
    await turn();
  }
  await Promise.all(outcomes);
  expect(entered).toEqual(Array.from({ length: 100 }, (_, i) => i));
});
