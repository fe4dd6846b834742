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

/** An admission of requests that are processed later, two at a time, and how each came out. */
function admitTwo(count: number) {
  const state = { numAtWork: 0, entered: [] as number[], refused: [] as number[] };
  const admission = createAdmission({ refuseLater: atOnce, hasRoom: () => state.numAtWork < 2 });
  const ask = (i: number): void =>
    admission.ask(
      () => {
        state.entered.push(i);
        state.numAtWork++;
      },
      () => state.refused.push(i),
    );
  for (let i = 0; i < count; i++) ask(i);
  return { state, admission, ask };
}

test('where there is no room, requests wait for it, in their order', async () => {
  vi.useRealTimers();
  const { state, admission } = admitTwo(10);
  while (state.entered.length < 2) await turn();
  for (let i = 0; i < 10; i++) await turn();
  expect(state.entered).toEqual([0, 1]);
  while (admission.numWaiting() > 0) {
    nowMs += 20;
    state.numAtWork--;
    const { length } = state.entered;
    while (state.entered.length === length) await turn();
  }
  expect(state.entered).toEqual(Array.from({ length: 10 }, (_, i) => i));
  expect(state.refused).toEqual([]);
});

test('of a first burst, before any time is known, those are refused that waited too long', async () => {
  vi.useRealTimers();
  const { state, admission, ask } = admitTwo(200);
  while (state.entered.length < 2) await turn();
  while (admission.numWaiting() > 0 && state.refused.length === 0) {
    nowMs += 20;
    state.numAtWork--;
    const { length } = state.entered;
    while (state.entered.length === length && state.refused.length === 0) await turn();
  }
  // 2 s at 20 ms each.
  expect(state.entered.length).toBeGreaterThan(90);
  expect(state.entered.length).toBeLessThan(110);
  while (admission.numWaiting() > 0) await turn();
  expect(state.entered.length + state.refused.length).toBe(200);
  // By now a second burst is bounded at once.
  state.numAtWork = 2;
  for (let i = 200; i < 400; i++) ask(i);
  expect(admission.numWaiting()).toBeLessThan(60);
});

test('lone requests that are processed later do not make the expected wait look short', async () => {
  vi.useRealTimers();
  const { state, admission, ask } = admitTwo(60);
  while (admission.numWaiting() > 0) {
    nowMs += 50;
    state.numAtWork = Math.max(0, state.numAtWork - 1);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  for (let i = 60; i < 160; i++) {
    state.numAtWork = 0;
    ask(i);
    while (admission.numWaiting() > 0) await turn();
  }
  state.numAtWork = 2;
  for (let i = 200; i < 400; i++) ask(i);
  expect(admission.numWaiting()).toBeLessThan(30);
});

test('one long pause while many wait refuses nobody', async () => {
  const admission = createAdmission({ refuseLater: atOnce });
  let pauseMs = 0;
  let numRefused = 0;
  const ask = (): void =>
    admission.ask(
      () => {
        nowMs += 0.2 + pauseMs;
        pauseMs = 0;
      },
      () => numRefused++,
    );
  for (let i = 0; i < 1000; i++) ask();
  await turn();
  pauseMs = 50;
  const before = nowMs;
  while (nowMs - before < 50) await turn();
  const numWaiting = admission.numWaiting();
  expect(numWaiting).toBeGreaterThan(800);
  for (let i = 0; i < 1000 - numWaiting; i++) ask();
  expect(numRefused).toBe(0);
  while (admission.numWaiting() > 0) await turn();
});
