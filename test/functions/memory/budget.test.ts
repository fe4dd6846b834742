import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  bodyCost,
  createMemoryBudget,
  longLineCost,
  type MemoryPool,
  type Reservation,
  streamCost,
  workCost,
} from '../../../functions/memory/budget.ts';

const poolOf = (numBytes: number): MemoryPool => createMemoryBudget(2 * numBytes).work;

describe('a pool of memory', () => {
  test('gives what is free, and no more', () => {
    const pool = poolOf(100);
    expect(pool.tryReserve(60)).toBeDefined();
    expect(pool.tryReserve(41)).toBeUndefined();
    expect(pool.tryReserve(40)).toBeDefined();
    expect(pool.freeBytes()).toBe(0);
  });

  test('takes back what is released, once', () => {
    const pool = poolOf(100);
    const reservation = pool.tryReserve(60)!;
    reservation.release();
    reservation.release();
    expect(pool.freeBytes()).toBe(100);
  });

  test('lets those who wait go on in the order of asking', async () => {
    const pool = poolOf(100);
    const all = pool.tryReserve(100)!;
    const order: string[] = [];
    const first = pool.reserve(80).then((reservation) => {
      order.push('first');
      return reservation;
    });
    const second = pool.reserve(10).then(() => order.push('second'));
    expect(pool.tryReserve(1)).toBeUndefined();
    all.release();
    (await first).release();
    await second;
    expect(order).toEqual(['first', 'second']);
  });

  test('is given whole to who asks for more than it has', async () => {
    const pool = poolOf(100);
    const reservation = await pool.reserve(1000);
    expect(pool.freeBytes()).toBe(0);
    reservation.release();
    expect(pool.freeBytes()).toBe(100);
  });

  test('forgets who gives up waiting', async () => {
    const pool = poolOf(100);
    const all = pool.tryReserve(100)!;
    const giveUp = new AbortController();
    const waiting = pool.reserve(50, giveUp.signal);
    giveUp.abort(new Error('gone'));
    await expect(waiting).rejects.toThrow('gone');
    all.release();
    expect(pool.freeBytes()).toBe(100);
    await expect(pool.reserve(1, giveUp.signal)).rejects.toThrow('gone');
  });

  test('never gives more than it has, whatever is asked and released', () => {
    const steps = fc.array(fc.record({ numBytes: fc.nat(120), releases: fc.boolean(), index: fc.nat() }));
    fc.assert(
      fc.property(steps, (all) => {
        const pool = poolOf(100);
        const held: Reservation[] = [];
        for (const { numBytes, releases, index } of all) {
          if (releases && held.length > 0) held[index % held.length]!.release();
          else {
            const reservation = pool.tryReserve(numBytes);
            if (reservation) held.push(reservation);
          }
          expect(pool.freeBytes()).toBeGreaterThanOrEqual(0);
        }
        for (const reservation of held) reservation.release();
        expect(pool.freeBytes()).toBe(100);
      }),
    );
  });
});

test('a body costs twice its bytes, a stream as much as two lines of 64 KiB, whatever its length', () => {
  expect(bodyCost(1000) - bodyCost(0)).toBe(2000);
  expect(streamCost()).toBe(bodyCost(2 * 65_536));
  expect(longLineCost()).toBe(bodyCost(262_144) - bodyCost(65_536));
});

test('work costs by the longest text, and more with sentences, and with an explanation', () => {
  expect(workCost(20_000, {})).toBe(3_000_000);
  expect(workCost(1_000_000, {})).toBe(3_000_000);
  expect(workCost(20_000, { sentences: true })).toBe(5_400_000);
  expect(workCost(20_000, { explain: true })).toBe(5_000_000);
  expect(workCost(20_000, { explain: true, sentences: true })).toBe(7_400_000);
});
