import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { assignFolds, partition } from '../../../../classifier/training/data/split.ts';
import { createRandom } from '../../../../classifier/training/optimizers/random.ts';

describe('assignFolds', () => {
  const groups = fc.array(fc.integer({ min: 0, max: 30 }).map(String), { maxLength: 100 });
  const numFolds = fc.integer({ min: 1, max: 7 });

  test('keeps the texts of a group in one fold', () => {
    fc.assert(
      fc.property(groups, numFolds, fc.integer(), (names, count, seed) => {
        const folds = assignFolds(names, count, createRandom(seed));
        expect(folds).toHaveLength(names.length);
        for (const [i, name] of names.entries()) expect(folds[i]).toBe(folds[names.indexOf(name)]);
      }),
    );
  });

  test('deals about equal numbers of groups to every fold', () => {
    fc.assert(
      fc.property(groups, numFolds, fc.integer(), (names, count, seed) => {
        const folds = assignFolds(names, count, createRandom(seed));
        const numGroups = Array.from(
          { length: count },
          (_, fold) => new Set(names.filter((_, i) => folds[i] === fold)).size,
        );
        expect(Math.max(...numGroups) - Math.min(...numGroups)).toBeLessThanOrEqual(1);
        expect(numGroups.reduce((sum, number) => sum + number, 0)).toBe(new Set(names).size);
      }),
    );
  });

  test('deals alike for the same seed and otherwise for another', () => {
    const names = Array.from({ length: 40 }, (_, i) => `sentence ${i}`);
    const deal = (seed: number) => assignFolds(names, 5, createRandom(seed));
    expect(deal(1)).toEqual(deal(1));
    expect(deal(2)).not.toEqual(deal(1));
  });
});

test('partition parts items in two and keeps their order', () => {
  expect(partition([5, 1, 4, 2, 3], (item) => item > 2)).toEqual([
    [5, 4, 3],
    [1, 2],
  ]);
  expect(partition(['a', 'b', 'c'], (_, index) => index === 1)).toEqual([['b'], ['a', 'c']]);
  expect(partition([], () => true)).toEqual([[], []]);
});
