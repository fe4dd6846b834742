import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { accuracyOf, bootstrap, macroF1Of } from '../../../scripts/evaluation/bootstrap.ts';
import { testMcNemar } from '../../../scripts/evaluation/mcnemar.ts';
import { binByConfidence, findThresholds, traceAnswered } from '../../../scripts/evaluation/reliability.ts';

describe("McNemar's exact test", () => {
  test('is twice the tail of the binomial distribution', () => {
    // 2 · (C(12,0) + C(12,1) + C(12,2)) / 2^12
    expect(testMcNemar(10, 2)).toBeCloseTo((2 * (1 + 12 + 66)) / 4096, 12);
    expect(testMcNemar(0, 5)).toBeCloseTo(2 / 32, 12);
    // As scipy.stats.binomtest(59, 180, 0.5) has it.
    expect(testMcNemar(121, 59)).toBeCloseTo(4.434e-6, 8);
  });

  test('finds nothing where both are as often right alone, or never', () => {
    expect(testMcNemar(7, 7)).toBe(1);
    expect(testMcNemar(0, 0)).toBe(1);
  });

  test('is a probability, whichever system is named first, for many texts too', () => {
    fc.assert(
      fc.property(fc.nat(20_000), fc.nat(20_000), (a, b) => {
        const p = testMcNemar(a, b);
        expect(p).toBeGreaterThanOrEqual(0);
        expect(p).toBeLessThanOrEqual(1);
        expect(testMcNemar(b, a)).toBe(p);
      }),
    );
  });
});

describe('the bootstrap', () => {
  const decisions = Array.from({ length: 200 }, (_, i) => ({
    label: i % 2,
    predicted: i % 4 === 0 ? 1 : i % 2,
  }));
  const alone = decisions.map((_, i) => `text ${i}`);
  const accuracy = ([confusion]: readonly (readonly Float64Array[])[]) => accuracyOf(confusion!);
  const intervalOf = (groups: string[], seed = 1) => bootstrap([decisions], groups, 2, [accuracy], seed)[0]!;

  test('gives an interval about as wide as theory has it, around the measure', () => {
    // 3 of 4 are right: a standard error of √(0.75 · 0.25 / 200) = 0.0306, so ±0.06.
    const { low, high } = intervalOf(alone);
    expect(low).toBeGreaterThan(0.67);
    expect(low).toBeLessThan(0.71);
    expect(high).toBeGreaterThan(0.79);
    expect(high).toBeLessThan(0.83);
  });

  test('is wider where texts come in groups, and the same with the same seed', () => {
    const grouped = decisions.map(({ label, predicted }, i) => `${label === predicted}${Math.floor(i / 40)}`);
    const wide = intervalOf(grouped);
    const narrow = intervalOf(alone);
    expect(wide.high - wide.low).toBeGreaterThan(2 * (narrow.high - narrow.low));
    expect(intervalOf(alone)).toEqual(narrow);
    expect(intervalOf(alone, 2)).not.toEqual(narrow);
  });

  test('measures confusion matrices, in which macro-F1 knows the classes alone that occur', () => {
    const confusion = [
      [3, 1, 0],
      [2, 4, 0],
      [0, 0, 0],
    ].map((row) => Float64Array.from(row));
    expect(accuracyOf(confusion)).toBe(0.7);
    expect(macroF1Of(confusion)).toBeCloseTo((6 / 9 + 8 / 11) / 2, 12);
    const empty = [[0]].map((row) => Float64Array.from(row));
    expect([accuracyOf(empty), macroF1Of(empty)]).toEqual([0, 0]);
  });
});

describe('confidence', () => {
  const outcome = (confidence: number, isRight: boolean) => ({
    label: 1,
    predicted: isRight ? 1 : 0,
    confidence,
  });
  const outcomes = [
    outcome(1, true),
    outcome(0.9, true),
    outcome(0.9, false),
    outcome(0.55, true),
    outcome(0.5, false),
    outcome(0.31, false),
  ];

  test('comes in tenths, with the share that is right', () => {
    expect(binByConfidence(outcomes)).toEqual([
      { from: 0.3, to: 0.4, count: 1, accuracy: 0, meanConfidence: 0.31 },
      { from: 0.5, to: 0.6, count: 2, accuracy: 0.5, meanConfidence: 0.525 },
      { from: 0.9, to: 1, count: 3, accuracy: 2 / 3, meanConfidence: expect.closeTo(2.8 / 3, 12) },
    ]);
  });

  test('tells how many texts are answered, those of one confidence together', () => {
    expect(traceAnswered(outcomes)).toEqual([
      { confidence: 1, answered: 1 / 6, precision: 1 },
      { confidence: 0.9, answered: 0.5, precision: 2 / 3 },
      { confidence: 0.55, answered: 4 / 6, precision: 0.75 },
      { confidence: 0.5, answered: 5 / 6, precision: 0.6 },
      { confidence: 0.31, answered: 1, precision: 0.5 },
    ]);
  });

  test('has a threshold for each precision that is reached', () => {
    expect(findThresholds(traceAnswered(outcomes))).toEqual(
      [0.8, 0.9, 0.95].map((precision) => ({ precision, confidence: 1, answered: 1 / 6 })),
    );
    expect(findThresholds(traceAnswered([outcome(0.9, false)]))).toEqual([]);
  });
});
