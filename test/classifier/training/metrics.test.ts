import { describe, expect, test } from 'vitest';
import { SENTIMENTS } from '../../../classifier/src/sentiments.ts';
import { computeMetrics, type Outcome } from '../../../classifier/training/metrics.ts';

const outcome = (label: number, predicted: number, confidence = 1): Outcome => ({
  label,
  predicted,
  confidence,
});

/*
 * Ten texts, worked by hand. The confusion matrix, rows the label a text has, columns the label given:
 *
 *        0  1  2  3  4   texts
 *    0   2  1  0  0  0     3     precision 2/2   recall 2/3   F1 2·2/(2+3) = 4/5
 *    1   0  1  0  1  0     2               1/3          1/2      2·1/(3+2) = 2/5
 *    2   0  1  2  0  0     3               2/2          2/3      2·2/(2+3) = 4/5
 *    3   0  0  0  1  0     1               1/3          1/1      2·1/(3+1) = 1/2
 *    4   0  0  0  1  0     1               0            0        0
 *  given 2  3  2  3  0    10
 *
 * Accuracy 6/10. Macro-F1 (0.8 + 0.4 + 0.8 + 0.5 + 0) / 5 = 0.5. Off by 1, 2, 1 and 1 labels: mean 5/10.
 */
const TEN = [
  ...[outcome(0, 0), outcome(0, 0), outcome(0, 1)],
  ...[outcome(1, 1), outcome(1, 3)],
  ...[outcome(2, 2), outcome(2, 2), outcome(2, 1)],
  outcome(3, 3),
  outcome(4, 3),
];

describe('ten texts give the measures worked by hand', () => {
  const metrics = computeMetrics(TEN);

  test('the confusion matrix', () => {
    expect(metrics.confusion).toEqual([
      [2, 1, 0, 0, 0],
      [0, 1, 0, 1, 0],
      [0, 1, 2, 0, 0],
      [0, 0, 0, 1, 0],
      [0, 0, 0, 1, 0],
    ]);
    expect(metrics.count).toBe(10);
  });

  test('accuracy, macro-F1, mean absolute error and the majority baseline', () => {
    expect(metrics.accuracy).toBeCloseTo(0.6, 12);
    expect(metrics.macroF1).toBeCloseTo(0.5, 12);
    expect(metrics.meanAbsoluteError).toBeCloseTo(0.5, 12);
    expect(metrics.majorityAccuracy).toBeCloseTo(0.3, 12);
  });

  test('precision, recall and F1 of each class, 0 for one never given', () => {
    const expected = [
      [1, 2 / 3, 4 / 5, 3],
      [1 / 3, 1 / 2, 2 / 5, 2],
      [1, 2 / 3, 4 / 5, 3],
      [1 / 3, 1, 1 / 2, 1],
      [0, 0, 0, 1],
    ];
    expect(Object.keys(metrics.perClass)).toEqual(SENTIMENTS);
    for (const [k, name] of SENTIMENTS.entries()) {
      const [precision, recall, f1, count] = expected[k]!.map((number) => expect.closeTo(number, 12));
      expect(metrics.perClass[name]).toEqual({ precision, recall, f1, count });
    }
  });
});

test('a class that no text has is told, and does not count in macro-F1', () => {
  const metrics = computeMetrics([outcome(0, 0), outcome(4, 4)]);
  expect(metrics.perClass.neutral).toEqual({ precision: 0, recall: 0, f1: 0, count: 0 });
  expect(metrics.absent).toEqual(['somewhat negative', 'neutral', 'somewhat positive']);
  expect(metrics.macroF1).toBe(1);
});

test('a class that no text has but one was given takes nothing from macro-F1 beside the class it was taken from', () => {
  // Of class 0 one of two is found: recall 1/2, precision 1, F1 2/3. Class 4 is found: 1.
  const metrics = computeMetrics([outcome(0, 0), outcome(0, 2), outcome(4, 4)]);
  expect(metrics.macroF1).toBeCloseTo((2 / 3 + 1) / 2, 12);
});

test('classes in no order have measures by their own names, and no mean absolute error', () => {
  const names = ['10', '9', 'books'];
  const metrics = computeMetrics([outcome(0, 0), outcome(2, 1)], { names, isScale: false });
  expect(metrics).not.toHaveProperty('meanAbsoluteError');
  expect(metrics.labels).toEqual(names);
  expect(metrics.absent).toEqual(['9']);
  expect(metrics.confusion).toEqual([
    [1, 0, 0],
    [0, 0, 0],
    [0, 1, 0],
  ]);
});

test('a perfect and sure model has the best of every measure', () => {
  const metrics = computeMetrics([0, 1, 2, 3, 4, 4].map((label) => outcome(label, label)));
  expect(metrics).toMatchObject({
    accuracy: 1,
    macroF1: 1,
    meanAbsoluteError: 0,
    expectedCalibrationError: 0,
    majorityAccuracy: 2 / 6,
  });
});

test('a model that is sure of the far end has the worst of every measure', () => {
  const metrics = computeMetrics([outcome(0, 4), outcome(4, 0)]);
  expect(metrics).toMatchObject({
    accuracy: 0,
    macroF1: 0,
    meanAbsoluteError: 4,
    expectedCalibrationError: 1,
    majorityAccuracy: 0.5,
  });
});

describe('the expected calibration error', () => {
  const errorOf = (...outcomes: [isRight: boolean, confidence: number][]): number =>
    computeMetrics(outcomes.map(([isRight, confidence]) => outcome(isRight ? 2 : 1, 2, confidence)))
      .expectedCalibrationError;

  test('is the gap between confidence and accuracy in each of 15 bins, weighted by their texts', () => {
    // Bin 9 is 0.6 to 0.667: 2 texts, mean confidence 0.63, accuracy 0.5, gap 0.13.
    // Bin 13 is 0.867 to 0.933: 3 texts, mean confidence 0.9, accuracy 1, gap 0.1.
    const error = errorOf([true, 0.61], [false, 0.65], [true, 0.88], [true, 0.9], [true, 0.92]);
    expect(error).toBeCloseTo((2 / 5) * 0.13 + (3 / 5) * 0.1, 12);
  });

  test('is 0 where the mean confidence in a bin is the share of right texts', () => {
    // 0.48 and 0.52 are both in bin 7, 0.467 to 0.533.
    expect(errorOf([true, 0.48], [false, 0.52])).toBeCloseTo(0, 12);
  });

  test('does not let bins outweigh each other', () => {
    // 0.45 is in bin 6, 0.55 in bin 8: too unsure by 0.55 and too sure by 0.55, which one bin would hide.
    expect(errorOf([true, 0.45], [false, 0.55])).toBeCloseTo(0.55, 12);
  });

  test('puts a confidence of 1 in the last bin', () => {
    expect(errorOf([true, 1], [true, 0.95])).toBeCloseTo(0.025, 12);
  });
});
