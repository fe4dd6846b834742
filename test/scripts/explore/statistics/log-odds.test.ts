import fc from 'fast-check';
import { expect, test } from 'vitest';
import { computeLogOdds } from '../../../../scripts/explore/statistics/log-odds.ts';

test('an example worked by hand comes out', () => {
  /*
   * Two terms, two classes: 3 and 1 of the first term, 1 and 3 of the second. Each class has n = n' = 4, each term
   * 4 of all 8. The prior is a tenth of them, 0.8, of which each term gets 0.4. Of the first term in the first class:
   *
   *   y + 0.4 = 3.4, y' + 0.4 = 1.4
   *   δ = log(3.4 / (4.8 − 3.4)) − log(1.4 / (4.8 − 1.4)) = 2 · log(3.4/1.4) = 1.774606
   *   z = δ / √(1/3.4 + 1/1.4) = 1.774606 / 1.004193 = 1.767197
   */
  const [first, second] = computeLogOdds([
    [3, 1],
    [1, 3],
  ]);
  expect(first![0]).toBeCloseTo(1.767197, 5);
  expect(second![0]).toBeCloseTo(-1.767197, 5);
});

test('the prior is at most 500 counted words', () => {
  // A tenth of 20,000 would be 2,000. With 500, each of two terms gets 250: y + 250 = 5,350, y' + 250 = 5,150.
  const [first] = computeLogOdds([
    [5100, 4900],
    [4900, 5100],
  ]);
  const expected = (2 * Math.log(5350 / 5150)) / Math.sqrt(1 / 5350 + 1 / 5150);
  expect(first![0]).toBeCloseTo(expected, 9);
});

test('what speaks for one of two classes speaks as much against the other', () => {
  for (const [own, other] of computeLogOdds([
    [30, 2],
    [7, 8],
    [400, 390],
  ])) {
    expect(own).toBeCloseTo(-other!, 12);
  }
});

test('a frequent but even term gets about 0, a rarer one-sided one wins', () => {
  const [even, oneSided, otherSided] = computeLogOdds([
    [10_000, 10_000],
    [60, 4],
    [4, 60],
  ]);
  expect(Math.abs(even![0]!)).toBeLessThan(0.01);
  expect(oneSided![0]).toBeGreaterThan(1.96);
  expect(otherSided![1]).toBeGreaterThan(1.96);
});

test('a term met once on one side is less certain than one met often', () => {
  const [once, often] = computeLogOdds([
    [1, 0],
    [50, 5],
    [100, 146],
  ]);
  expect(once![0]).toBeGreaterThan(0);
  expect(often![0]).toBeGreaterThan(once![0]!);
});

test('a class is compared with all others together', () => {
  const [term] = computeLogOdds([
    [40, 10, 10],
    [60, 90, 90],
  ]);
  const [joined] = computeLogOdds([
    [40, 20],
    [60, 180],
  ]);
  expect(term![0]).toBeCloseTo(joined![0]!, 12);
});

test('a single term is characteristic of nothing, and no terms give nothing', () => {
  expect(computeLogOdds([[3, 0, 9]])).toEqual([[0, 0, 0]]);
  expect(computeLogOdds([])).toEqual([]);
});

test('every z is finite, and above 0 where the term has a larger share of the class than of the others', () => {
  const row = fc
    .array(fc.nat(500), { minLength: 3, maxLength: 3 })
    .filter((counts) => counts.some((count) => count > 0));
  fc.assert(
    fc.property(fc.array(row, { minLength: 2, maxLength: 8 }), (counts) => {
      const z = computeLogOdds(counts);
      const sumOf = (of: (row: number[]) => number): number => counts.map(of).reduce((a, b) => a + b);
      for (const [w, own] of counts.entries()) {
        for (const k of own.keys()) {
          const all = own.reduce((a, b) => a + b);
          const n = sumOf((of) => of[k]!);
          const others = sumOf((of) => of.reduce((a, b) => a + b)) - n;
          // y/n − y'/n', times n · n', so that whole numbers are compared.
          const difference = n === 0 || others === 0 ? 0 : own[k]! * others - (all - own[k]!) * n;
          expect(Number.isFinite(z[w]![k])).toBe(true);
          if (difference === 0) expect(z[w]![k]).toBeCloseTo(0, 9);
          else expect(Math.sign(z[w]![k]!)).toBe(Math.sign(difference));
        }
      }
    }),
  );
});

test('nothing speaks for a class without any term, nor for the only one that has some', () => {
  expect(
    computeLogOdds([
      [3, 0, 5],
      [7, 0, 1],
    ]).map((row) => row[1]),
  ).toEqual([0, 0]);
  expect(
    computeLogOdds([
      [3, 0],
      [7, 0],
    ]),
  ).toEqual([
    [0, 0],
    [0, 0],
  ]);
});
