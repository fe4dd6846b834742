import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRandom, shuffle } from '../../../../classifier/training/optimizers/random.ts';

const draw = (seed: number, count = 5): number[] => Array.from({ length: count }, createRandom(seed));

describe('createRandom', () => {
  test('gives the same numbers for the same seed and others for another', () => {
    expect(draw(1)).toEqual(draw(1));
    expect(draw(2)).not.toEqual(draw(1));
    expect(draw(0)).not.toEqual(draw(1));
  });

  test('gives mulberry32’s numbers, on which the bytes of trained models rest', () => {
    // The first three of its author's C code, seed 1, as 32-bit whole numbers.
    expect(draw(1, 3).map((number) => number * 2 ** 32)).toEqual([2693262067, 11749833, 2265367787]);
  });

  test('gives numbers in 0..1, 1 exclusive, spread evenly', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        for (const number of draw(seed)) {
          expect(number).toBeGreaterThanOrEqual(0);
          expect(number).toBeLessThan(1);
        }
      }),
    );
    const bins = new Array<number>(10).fill(0);
    for (const number of draw(1, 10_000)) bins[Math.floor(number * 10)]!++;
    for (const count of bins) expect(Math.abs(count - 1000)).toBeLessThan(150); // five standard deviations
  });
});

describe('shuffle', () => {
  test('gives a permutation, in place', () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), fc.integer(), (items, seed) => {
        const copy = [...items];
        expect(shuffle(copy, createRandom(seed))).toBe(copy);
        expect(copy.toSorted((a, b) => a - b)).toEqual(items.toSorted((a, b) => a - b));
      }),
    );
  });

  test('gives the same order for the same seed and another for another', () => {
    const shuffled = (seed: number): Uint32Array =>
      shuffle(
        Uint32Array.from({ length: 50 }, (_, i) => i),
        createRandom(seed),
      );
    expect(shuffled(1)).toEqual(shuffled(1));
    expect(shuffled(2)).not.toEqual(shuffled(1));
  });

  test('gives each order of three about as often', () => {
    const random = createRandom(1);
    const counts = new Map<string, number>();
    for (let i = 0; i < 6000; i++) {
      const order = shuffle(['a', 'b', 'c'], random).join('');
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).toBe(6);
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(150);
  });
});
