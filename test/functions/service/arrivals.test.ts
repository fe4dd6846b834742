import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { followArrivals } from '../../../functions/service/arrivals.ts';

/** A clock that the tests alone move, so that none depends on the machine. */
let nowMs = 0;
beforeEach(() => {
  nowMs = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => nowMs);
});
afterEach(() => {
  vi.restoreAllMocks();
});

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('work comes at once where nothing comes in', async () => {
  const afterArrivals = followArrivals(new EventEmitter());
  let isDone = false;
  afterArrivals(() => {
    isDone = true;
  });
  await turn();
  expect(isDone).toBe(true);
});

test.each(['connection', 'request'])('work waits while each turn brings a %s', async (arrival) => {
  const server = new EventEmitter();
  const afterArrivals = followArrivals(server);
  let isDone = false;
  afterArrivals(() => {
    isDone = true;
  });
  for (let i = 0; i < 5; i++) {
    server.emit(arrival, {});
    await turn();
    expect(isDone).toBe(false);
  }
  await turn();
  expect(isDone).toBe(true);
});

test('work comes after some milliseconds, however much comes in', async () => {
  const server = new EventEmitter();
  const afterArrivals = followArrivals(server);
  let isDone = false;
  afterArrivals(() => {
    isDone = true;
  });
  for (; nowMs < 10; nowMs++) {
    server.emit('connection', {});
    await turn();
    expect(isDone).toBe(false);
  }
  server.emit('connection', {});
  await turn();
  expect(isDone).toBe(true);
});
